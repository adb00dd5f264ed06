import { call } from "@/api/client";
import type { RuleMeta } from "@/api/types";
import type { Node } from "@/lib/criteria";

export const effects: RuleMeta["effect"][] = ["required", "readonly", "visible", "valid"];

/** A rule as it is stored; `message` in the languages somebody wrote it in. */
export type FieldRule = {
  id?: string;
  version?: number;
  name: string;
  object: string;
  effect: RuleMeta["effect"];
  applies_to: string[];
  when: Node | null;
  must: Node | null;
  message: { zh?: string; en?: string } | null;
  active: boolean;
};

export type Trial = {
  checked: number;
  applies: number;
  refused: number;
  examples: { id: string; title: string | null; message: string }[];
};

export const blank: FieldRule = {
  name: "",
  object: "",
  effect: "required",
  applies_to: [],
  when: null,
  must: null,
  message: null,
  active: true,
};

type Wire = Pick<FieldRule, "object" | "effect" | "applies_to" | "when" | "must">;

export const tryRule = (rule: Wire, signal?: AbortSignal): Promise<Trial> =>
  call("POST", "/rule-trials", { body: rule, signal });
