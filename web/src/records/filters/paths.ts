import type { FieldMeta, ObjectMeta } from "@/api/types";

export type PathField = { path: string; label: string; field: FieldMeta };
type Lookup = (key: string) => ObjectMeta | undefined;

const hop = new Set(["reference", "user", "department"]);
const targetOf = (field: FieldMeta): string =>
  field.kind === "reference" ? (field.target ?? "") : field.kind;

/** Every field a condition may name: the object's own, and those one reference away ("Account › Industry"). */
export function pathsOf(object: ObjectMeta, lookup: Lookup): PathField[] {
  const own = object.fields.filter((field) => field.filterable && field.operators.length > 0);
  const near = own
    .filter((field) => hop.has(field.kind))
    .flatMap((field) => {
      const target = lookup(targetOf(field));
      return (target?.fields ?? [])
        .filter((inner) => inner.filterable && inner.operators.length > 0)
        .map((inner) => ({
          path: `${field.name}.${inner.name}`,
          label: `${field.label} › ${inner.label}`,
          field: inner,
        }));
    });
  return [...own.map((field) => ({ path: field.name, label: field.label, field })), ...near];
}

/** Operators that come first when a field is picked, by what people mean most. */
export function firstOperator(field: FieldMeta): string {
  const liked: Record<string, string[]> = {
    text: ["contains"],
    translated: ["contains"],
    longtext: ["contains"],
    date: ["within", "after"],
    datetime: ["within", "after"],
    choice: ["in"],
    user: ["in"],
    department: ["in"],
    reference: ["in", "eq"],
    money: ["gte"],
    tags: ["has_any"],
    multichoice: ["has_any"],
    multireference: ["has_any"],
  };
  const wanted = liked[field.kind] ?? ["contains"];
  return wanted.find((op) => field.operators.includes(op)) ?? field.operators[0] ?? "eq";
}

const days = new Set(["date", "datetime"]);

/** The text key of an operator; days are "before" and "after", numbers "less" and "more". */
export const operatorKey = (op: string, field: FieldMeta): string =>
  days.has(field.kind) && ["lt", "lte", "gt", "gte"].includes(op) ? `ops.day_${op}` : `ops.${op}`;
