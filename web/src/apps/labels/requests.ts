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
export type Standing = { tags: Said[]; levels: Level[] };

export const readGroups = (object: string, signal?: AbortSignal): Promise<{ groups: Group[] }> =>
  call("GET", "/labels", { query: { object }, signal });
export const readStanding = (object: string, id: string, signal?: AbortSignal): Promise<Standing> =>
  call("GET", "/labels/of", { query: { object, id }, signal });
export const setTags = (object: string, id: string, add: string[], remove: string[]): Promise<unknown> =>
  call("POST", "/labels/tags", { body: { object, id, add, remove } });
export const setLevel = (
  object: string,
  id: string,
  level: { field: string; value: string | null; reason?: string; until?: string },
): Promise<unknown> => call("POST", "/labels/level", { body: { object, id, ...level } });
