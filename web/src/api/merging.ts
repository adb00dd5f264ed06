import { call } from "./client";
import type { Problem } from "./problem";
import type { RecordData } from "./types";

/** Whose value of a field survives; `both` of lists and long texts. */
export type Take = "keep" | "other" | "both";
/** Whose values win where both have one; none: the survivor's own. */
export type MergeRule = "newest" | "oldest" | "complete";

export type MergeField = {
  name: string;
  label: string;
  open: boolean;
  both: boolean;
  differs: boolean;
  take: Take;
};

export type Moving = { object: string; field: string; label: string; count: number };
export type Dropped = { object: string; label: string; count: number };

/** What a merge would do; `others`: there is more that points there, which this person does not see. */
export type MergePreview = {
  keep: RecordData;
  other: RecordData;
  fields: MergeField[];
  moves: Moving[];
  others: boolean;
  dropped: Dropped[];
  result: RecordData | null;
  problem: (Pick<Problem, "code"> & { detail: string; errors: { field: string; message: string }[] }) | null;
};

export type Merged = { record: RecordData; change: string; dropped: Dropped[] };

export type Merge = {
  with: string;
  take: Record<string, Take>;
  rule: MergeRule | null;
  version?: number;
  with_version?: number;
};

export const previewMerge = (
  plural: string,
  id: string,
  merge: Merge,
  signal?: AbortSignal,
): Promise<MergePreview> => call("POST", `/${plural}/${id}/merge/preview`, { body: merge, signal });

export const mergeRecords = (plural: string, id: string, merge: Merge): Promise<Merged> =>
  call("POST", `/${plural}/${id}/merge`, { body: merge });
