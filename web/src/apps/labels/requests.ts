import { call } from "@/api/client";

type Both = { zh: string; en: string };
/** A tag one may choose; `ruled`: a rule alone gives and takes it. */
export type Choosable = { name: string; color: string; ruled: boolean; days: number | null };
/** `open`: whether this person may give and take its tags; `free`: other words are tags, too. */
export type Group = {
  id: string;
  name: Both;
  multiple: boolean;
  free: boolean;
  open: boolean;
  tags: Choosable[];
};
/** Where a tag or level comes from. */
export type Said = {
  value: string;
  source: string;
  said: string;
  by?: string | null;
  at?: string;
  expires?: string | null;
  score?: number | null;
  reason?: string;
};
/** `facts`: what the condition looks at, by field. */
export type Level = Said & { field: string; rule?: string | null; facts?: Record<string, unknown> };
/** A row of a figure: its fields by name, references with their titles. */
export type FigureRow = { id: string; title: string | null; [field: string]: unknown };
/** `tie`: the field of `object` that points here, null: links; `where`: which of them; `at`: when the first row is. */
export type Figure = {
  key: string;
  label: string;
  object: string;
  tie: string | null;
  where: unknown;
  count: number | null;
  sums: boolean;
  total: string | null;
  currency: string;
  left_out: number;
  day: string | null;
  rows: FigureRow[];
  fields: string[];
  sort: string | null;
  at: string | null;
  line: string | null;
  quiet: boolean;
  bad: boolean;
  gap: string | null;
};
export type Profile = { tags: Said[]; levels: Level[]; groups: Group[]; figures: Figure[] };

export const readProfile = (object: string, id: string, signal?: AbortSignal): Promise<Profile> =>
  call("GET", "/profile", { query: { object, id }, signal });
export const setTags = (object: string, id: string, add: string[], remove: string[]): Promise<unknown> =>
  call("POST", "/labels/tags", { body: { object, id, add, remove } });
export const setLevel = (
  object: string,
  id: string,
  level: { field: string; value: string | null; reason?: string; until?: string },
): Promise<unknown> => call("POST", "/labels/level", { body: { object, id, ...level } });
