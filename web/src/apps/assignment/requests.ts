import type { BulkTarget } from "@/api/bulk";
import { call } from "@/api/client";
import type { RecordData, Ref } from "@/api/types";
import type { Node } from "@/lib/criteria";

/** A rule as it is stored. */
export type Rule = RecordData & {
  name: string;
  object: string;
  order: number;
  ways: string[] | null;
  condition: Node | null;
  by: string;
  to_users: Ref[] | null;
  to_departments: Ref[] | null;
  to_teams: Ref[] | null;
  to_roles: Ref[] | null;
  working_hours: boolean;
  most: number | null;
  counted: Node | null;
  fallback: Ref | null;
  pool: Ref | null;
  active: boolean;
};

/** Who would get what; `days`: of what is new in that time. */
export type Trial = {
  days: number | null;
  checked: number;
  capped: boolean;
  unmatched: number;
  people: { person: Ref; count: number }[];
  passed: { person: Ref; why: "absent" | "resting" | "full" | "no_right" }[];
  items: {
    record: Ref;
    owner: Ref | null;
    rule: string | null;
    outcome: "given" | "fallback" | "pool" | "stays" | null;
    to: Ref | null;
    why: { field: string; label: string; value: unknown }[];
  }[];
};

const refs = ["to_users", "to_departments", "to_teams", "to_roles"] as const;
const plain = ["id", "name", "order", "ways", "condition", "by", "working_hours", "most", "counted"] as const;

/** A rule as a trial takes it: ids in place of Refs. */
const draft = (rule: Rule) => ({
  ...Object.fromEntries(plain.map((name) => [name, rule[name]])),
  ...Object.fromEntries(refs.map((name) => [name, rule[name]?.map(({ id }) => id) ?? null])),
  fallback: rule.fallback?.id ?? null,
  pool: rule.pool?.id ?? null,
});

/** Sets what one means whatever else has become of the rule meanwhile: its place, or whether it is in use. */
export const setOf = (rule: Rule, values: { order: number } | { active: boolean }): Promise<RecordData> =>
  call("PATCH", `/assignment-rules/${rule.id}`, { body: values });

/** The rules in use of an object, and one that need not be, tried on what is new. */
export const tryRules = (
  object: string,
  rule: Rule | null,
  signal?: AbortSignal,
  target?: BulkTarget,
): Promise<Trial> =>
  call("POST", "/assignment-trials", { body: { object, rule: rule && draft(rule), ...target }, signal });
