import { type Node, readCriteria } from "./criteria";

const looks = ["board", "calendar", "tiles"] as const;

/** What a list shows; it lives in the URL so that it can be shared, reloaded and gone back to. */
export type ListState = {
  view?: (typeof looks)[number];
  /** The saved view this began as; "all" is the choice of none. */
  saved?: string;
  /** The field rows are grouped by. */
  group?: string;
  /** The field that says on which day a record lies, how much a calendar shows, and a day of what it shows. */
  date?: string;
  span?: "week";
  on?: string;
  /** The address by which tiles go, and the amount they add up. */
  place?: string;
  measure?: string;
  q?: string;
  filter?: Node;
  sort?: string;
  scope?: string;
  pipeline?: string;
  /** The recycle bin instead of the list. */
  bin?: true;
};

/** A way of showing a list other than as a table. */
export const lookOf = (value: unknown): ListState["view"] => looks.find((look) => look === value);

const texts = ["q", "sort", "scope", "pipeline", "saved", "group", "date", "on", "place", "measure"] as const;
const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : undefined;

/** Reads list state out of search parameters; what is not understood is left out. */
export function readListState(search: Record<string, unknown>): ListState {
  const state: ListState = {};
  const look = lookOf(search.view);
  if (look) state.view = look;
  if (search.span === "week") state.span = "week";
  if (search.bin === true) state.bin = true;
  for (const key of texts) {
    const value = text(search[key]);
    if (value) state[key] = value;
  }
  const filter = readCriteria(search.filter);
  if (filter) state.filter = filter;
  return state;
}

export type SortKey = { field: string; desc: boolean };

export const readSort = (sort: string | undefined): SortKey[] =>
  (sort ?? "")
    .split(",")
    .filter(Boolean)
    .map((key) => (key.startsWith("-") ? { field: key.slice(1), desc: true } : { field: key, desc: false }));

export const writeSort = (keys: SortKey[]): string | undefined =>
  keys.length === 0 ? undefined : keys.map((key) => (key.desc ? "-" : "") + key.field).join(",");

/** A click on a column header: ascending, descending, off; with `add`, as second key (the server takes two). */
export function toggleSort(sort: string | undefined, field: string, add: boolean): string | undefined {
  const keys = readSort(sort);
  const present = keys.find((key) => key.field === field);
  const next = !present ? { field, desc: false } : present.desc ? null : { field, desc: true };
  if (!add) return next ? writeSort([next]) : undefined;
  if (!present) return writeSort([...keys, { field, desc: false }].slice(-2));
  return writeSort(keys.flatMap((key) => (key.field === field ? (next ? [next] : []) : [key])));
}
