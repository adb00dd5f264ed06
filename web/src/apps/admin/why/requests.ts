import { call } from "@/api/client";
import type { Ref } from "@/api/types";

/** One way to a record and whether it holds, step by step, with the reasons of what it hangs on. */
export type Reason = { kind: string; holds: boolean; steps: string[]; because: Reason[] };

export type Why = {
  user: Ref;
  signs_in: boolean;
  title: string;
  verb: string;
  verbs: { name: string; label: string }[];
  sees: boolean;
  reasons: Reason[];
  fields: { name: string; label: string; right: string; right_label: string; roles: string }[];
};

export const askWhy = (
  query: { user: string; object: string; id: string; verb: string },
  signal?: AbortSignal,
): Promise<Why> => call("GET", "/rights/why", { query, signal });
