import type { FieldMeta } from "@/api/types";
import { isEmpty } from "@/fields/value";

type Row = { field: Pick<FieldMeta, "name">; here: unknown; found: unknown; how: string };

const flat = (text: unknown): string => String(text).toLowerCase().replace(/\s+/g, "");

/**
 * What speaks for the registry's being another company: its credit code, or else its name. A company keeps its code
 * when it changes its name; of a new record the name may be as little as was typed to look it up.
 */
export function doubtOf(rows: Row[], values: Record<string, unknown>): "code" | "name" | null {
  const of = (name: string) => rows.find(({ field }) => field.name === name);
  const code = of("uscc");
  if (code && !isEmpty(code.here)) return code.how === "differs" ? "code" : null;
  const name = of("name");
  if (name?.how !== "differs") return null;
  return !values.id && flat(name.found).includes(flat(name.here)) ? null : "name";
}
