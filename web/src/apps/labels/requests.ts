import { call } from "@/api/client";
import type { TagGroup } from "@/api/labels";
import { ofRecord } from "@/api/together";

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
export type Profile = { tags: Said[]; levels: Level[]; groups: TagGroup[]; figures: Figure[] };

export const readProfile = (object: string, id: string, signal?: AbortSignal): Promise<Profile> =>
  ofRecord("/profile", object, id, signal);
export const setTags = (
  object: string,
  id: string,
  tags: { add: string[]; remove: string[]; until?: string },
): Promise<unknown> => call("POST", "/labels/tags", { body: { object, id, ...tags } });

export type Move = { from: string | null; to: string | null; rule: string | null; count: number };
export type Trial = {
  count: number;
  up: number;
  down: number;
  moves: Move[];
  examples: { id: string; title: string | null; from: string | null; to: string | null }[];
};
export const tryLevels = (object: string, field: string): Promise<Trial> =>
  call("GET", "/labels-trial", { query: { object, field } });
export const setLevel = (
  object: string,
  id: string,
  level: { field: string; value: string | null; reason?: string; until?: string },
): Promise<unknown> => call("POST", "/labels/level", { body: { object, id, ...level } });
