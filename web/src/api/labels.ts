import { together } from "./together";

type Both = { zh: string; en: string };
/** A tag one may choose; `ruled`: a rule alone gives and takes it; `days`: how long it holds. */
export type Choosable = { name: string; color: string; ruled: boolean; days: number | null };
/** `open`: whether this person may give and take its tags; `free`: other words are tags, too. */
export type TagGroup = {
  id: string;
  name: Both;
  multiple: boolean;
  free: boolean;
  open: boolean;
  tags: Choosable[];
};

export const readGroups = (object: string, signal?: AbortSignal): Promise<{ groups: TagGroup[] }> =>
  together("/labels", { object }, signal);
