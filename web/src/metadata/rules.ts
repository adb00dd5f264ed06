import type { ObjectMeta, RuleMeta } from "@/api/types";
import type { Node } from "@/lib/criteria";
import { type Verdict, verdict } from "@/lib/verdict";

type Values = Record<string, unknown>;

const empty = (value: unknown): boolean =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** The object as its rules leave it for these values: hidden fields gone, others required or read-only. */
export function ruled(object: ObjectMeta, values: Values, saved: Values | null, me?: string): ObjectMeta {
  const rules = object.rules ?? [];
  if (rules.length === 0) return object;
  const known = { fields: new Map(object.fields.map((field) => [field.name, field])), me };
  const say = (node: Node | null, of: Values): Verdict => verdict(node, of, known);
  const touched = (wanted: RuleMeta["effect"], when: (rule: RuleMeta) => boolean): Set<string> =>
    new Set(rules.filter((rule) => rule.effect === wanted && when(rule)).flatMap((rule) => rule.fields));
  const hidden = touched("visible", (rule) => say(rule.when, values) === false);
  const required = touched("required", (rule) => say(rule.when, values) === true);
  const closed = touched("readonly", (rule) => saved !== null && say(rule.when, saved) === true);
  return {
    ...object,
    fields: object.fields
      .filter((field) => !hidden.has(field.name))
      .map((field) => ({
        ...field,
        required: field.required || required.has(field.name),
        readonly: field.readonly || closed.has(field.name),
      })),
  };
}

/** What does not fit while somebody types, by field; a field still empty is not blamed yet. */
export function broken(object: ObjectMeta, values: Values, me?: string): Record<string, string> {
  const known = { fields: new Map(object.fields.map((field) => [field.name, field])), me };
  const found = (object.rules ?? []).filter(
    (rule) =>
      rule.effect === "valid" &&
      rule.fields.some((name) => !empty(values[name])) &&
      verdict(rule.when, values, known) === true &&
      verdict(rule.must, values, known) === false,
  );
  return Object.fromEntries(found.map((rule) => [rule.fields[0] ?? "", rule.message]));
}
