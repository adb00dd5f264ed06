import type { CatalogObject, CatalogVerb } from "./requests";

export const scopes = ["none", "own", "subordinates", "department", "departments", "all"] as const;
export type Scope = (typeof scopes)[number];
export const fieldRights = ["hidden", "masked", "read", "write"] as const;
export type FieldRight = (typeof fieldRights)[number];

/** {row: {verb: scope}}; a row is an object's key, "@open", "@group" or "*", a verb its name or "*". */
export type Grants = Record<string, Record<string, Scope>>;
export type Fields = Record<string, Record<string, FieldRight>>;
/** What holds, and the row that says so; null: nothing does. */
export type Found<Value> = { value: Value; row: string | null };

/** Rows asked in turn for an object, or for a row of many objects itself. */
export const rowsOf = (object: CatalogObject | string): string[] =>
  typeof object === "string"
    ? object === "*"
      ? ["*"]
      : [object, "*"]
    : [object.key, ...(object.open ? ["@open"] : []), `@${object.group}`, "*"];

/** The scope of a verb: of the rows in turn the first that names it or "*" decides, as on the server. */
export function scopeOf(
  grants: Grants,
  rows: string[],
  { name, named: alone = false }: Pick<CatalogVerb, "name"> & Partial<CatalogVerb>,
): Found<Scope> {
  for (const row of rows) {
    const named = grants[row];
    const value = named?.[name] ?? (alone ? undefined : named?.["*"]);
    if (value) return { value, row };
  }
  return { value: "none", row: null };
}

/** The right to a field: its name, or "@personal" for a personal one, in the object's row, then in "*". */
export function rightOf(
  fields: Fields,
  key: string,
  field: { name: string; personal: boolean },
): Found<FieldRight> {
  for (const row of key === "*" ? ["*"] : [key, "*"]) {
    const named = fields[row];
    const value = named?.[field.name] ?? (field.personal ? named?.["@personal"] : undefined);
    if (value) return { value, row };
  }
  return { value: "write", row: null };
}

/** The document with one cell set, or, with null, left to the more general rows; empty rows fall away. */
export function put<Value extends string>(
  document: Record<string, Record<string, Value>>,
  row: string,
  name: string,
  value: Value | null,
): Record<string, Record<string, Value>> {
  const { [name]: _, ...others } = document[row] ?? {};
  const next = value === null ? others : { ...others, [name]: value };
  const { [row]: __, ...rest } = document;
  return Object.keys(next).length > 0 ? { ...rest, [row]: next } : rest;
}

/** Whether the cell is set in its own row by its own name, not by a wider one. */
export const isOwn = (document: Record<string, Record<string, string>>, row: string, name: string): boolean =>
  document[row]?.[name] !== undefined;

/** Order-free text of a document, to see whether anything was changed. */
export const plain = (document: Record<string, Record<string, string>>): string =>
  JSON.stringify(
    Object.entries(document)
      .map(([row, named]) => [row, Object.entries(named).sort()])
      .sort(),
  );
