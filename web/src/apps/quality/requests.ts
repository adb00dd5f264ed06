import type { BulkRun } from "@/api/bulk";
import { call } from "@/api/client";
import { ofRecord } from "@/api/together";
import type { RecordData } from "@/api/types";
import type { Node } from "@/lib/criteria";

export type Search = {
  object: string;
  label: string;
  open: number;
  sure: number;
  records: number;
  found: number;
  finished_at: string | null;
  /** Why the latest search was given up. */
  failed: string | null;
  progress: { done: number; total: number | null; message: string } | null;
};
export type Reason = { field: string; label: string; like: "same" | "similar" | "different" };
export type Pair = {
  id: number;
  score: number;
  state: PairState;
  left: RecordData;
  right: RecordData;
  reasons: Reason[];
};
export type Merging = { job: string; change: string; pairs: number };
export type MergedAll = {
  change: string;
  merged: number;
  refused: { left: string; right: string; message: string }[];
  left: number;
};
/** A merge in bulk that can be undone: how many records of it are merged still. */
export type StandingMerge = { change: string; at: string | null; merged: number };
export type PairState = "open" | "different";

export const qualityKeys = {
  searches: ["duplicates", "searches"] as const,
  pairs: (object: string, state: PairState) => ["duplicates", "pairs", object, state] as const,
  merges: (object: string) => ["duplicates", "merges", object] as const,
  all: ["duplicates"] as const,
  corrections: ["corrections"] as const,
  cleaning: ["cleaning"] as const,
  board: (object: string, by: BoardBy) => ["quality-board", object, by] as const,
  asked: ["owner-requests"] as const,
};

export const readSearches = (signal?: AbortSignal): Promise<{ items: Search[]; sure: number }> =>
  call("GET", "/duplicate-searches", { signal });
export const startSearch = (object: string): Promise<Search> =>
  call("POST", "/duplicate-searches", { body: { object } });
export const readPairs = (
  object: string,
  state: PairState,
  cursor: string,
  signal?: AbortSignal,
): Promise<{ items: Pair[]; next: string | null }> =>
  call("GET", "/duplicate-pairs", { query: { object, state, cursor }, signal });
export const sayOfPair = (id: number, state: PairState): Promise<void> =>
  call("POST", `/duplicate-pairs/${id}/state`, { body: { state } });
export const mergePairs = (object: string, score: number): Promise<Merging> =>
  call("POST", "/duplicate-merges", { body: { object, score } });

export const readMerges = (object: string, signal?: AbortSignal): Promise<{ items: StandingMerge[] }> =>
  call("GET", "/duplicate-merges", { query: { object }, signal });
export const undoMerge = (object: string, change: string): Promise<{ job: string }> =>
  call("POST", `/duplicate-merges/${change}/undo`, { body: { object } });

export type Level = "good" | "fair" | "poor";
export type Standing = {
  score: number | null;
  level: Level | null;
  days: number | null;
  freshness: Level | null;
  missing: { field: string; label: string; weight: number }[];
};
export const readStanding = (object: string, id: string, signal?: AbortSignal): Promise<Standing> =>
  ofRecord("/completeness", object, id, signal);

export type CorrectionState = "open" | "accepted" | "refused" | "withdrawn" | "closed";
/** What is said of a correction; "open" takes one's own decision back. */
export type Outcome = "accepted" | "refused" | "withdrawn" | "open";
/** Those one may decide, or those one proposed. */
export type Whose = "decide" | "mine";
type Named = { id: string; title: string | null };
export type Correction = {
  id: string;
  object: string;
  field: string;
  label: string;
  record: Named;
  /** What the record says, what it should say, and what it said when that was proposed. */
  now: unknown;
  value: unknown;
  was: unknown;
  version: number | null;
  changed: boolean;
  /** Whether one decided it oneself, and may take that back. */
  yours: boolean;
  reason: string | null;
  state: CorrectionState;
  answer: string | null;
  by: Named | null;
  decided_by: Named | null;
  at: string;
};
export type Decided = { done: number; refused: { id: string; message: string }[] };

export const propose = (
  object: string,
  id: string,
  values: object,
  reason: string,
): Promise<{ ids: string[] }> => call("POST", "/corrections", { body: { object, id, values, reason } });
export type Corrections = {
  items: Correction[];
  next: string | null;
  open: number;
  objects: { key: string; label: string; open: number }[];
};
export const readCorrections = (
  query: { mine: boolean; state: CorrectionState; object: string; cursor: string },
  signal?: AbortSignal,
): Promise<Corrections> => call("GET", "/corrections", { query, signal });
/** So many at once, as the server takes them. */
const portion = 200;
export async function decideCorrections(
  items: Correction[],
  state: Outcome,
  answer: string,
): Promise<Decided> {
  const found: Decided = { done: 0, refused: [] };
  for (let start = 0; start < items.length; start += portion) {
    const some = items.slice(start, start + portion).map(({ id, version }) => ({ id, version }));
    const told: Decided = await call("POST", "/corrections/decisions", {
      body: { items: some, state, answer },
    });
    found.done += told.done;
    found.refused.push(...told.refused);
  }
  return found;
}

export type BoardBy = "owner" | "department";
/** What is counted; its filter is put beside a line's. */
export type BoardFigure = { key: string; label: string; hint: string; filter: Node[] };
export type BoardLine = {
  id: string | null;
  title: string | null;
  filter: Node[];
  records: number;
  completeness: number | null;
  level: Level | null;
  counts: Record<string, number>;
  /** Percents of completeness, one a week. */
  trend: (number | null)[];
};
export type Board = {
  objects: { key: string; label: string }[];
  object: string;
  weeks: string[];
  figures: BoardFigure[];
  /** There are more records than can be counted while one waits. */
  too_many: boolean;
  total: BoardLine | null;
  rows: BoardLine[];
};
export const readBoard = (object: string, by: BoardBy, signal?: AbortSignal): Promise<Board> =>
  call("GET", "/quality-board", { query: { object, by }, signal });

export type AskedState = "open" | "shared" | "handed_over" | "refused" | "closed";
/** A record somebody asks for; `record` of one the reader sees, `shares`: it may be shared, not only handed over. */
export type AskedFor = {
  id: number;
  object: string;
  label: string;
  record: Named | null;
  title: string | null;
  own: string;
  own_title: string;
  words: string;
  by: Named | null;
  at: string;
  state: AskedState;
  answer: string;
  decided_by: Named | null;
  shares: boolean;
};
export type Reply = "share" | "hand_over" | "refuse";
export const readAsked = (
  mine: boolean,
  signal?: AbortSignal,
): Promise<{ items: AskedFor[]; open: number }> =>
  call("GET", "/owner-requests", { query: { mine }, signal });
export const answerAsked = (id: number, answer: Reply, reason: string): Promise<void> =>
  call("POST", `/owner-requests/${id}/answer`, { body: { answer, reason } });

export type CleaningItem = {
  id: string;
  title: string | null;
  changes: { field: string; label: string; before: unknown; after: unknown }[];
};
/** What one cleaner says of one field. */
export type CleaningGroup = {
  kind: string;
  field: string;
  label: string;
  field_label: string;
  count: number;
  samples: CleaningItem[];
};
export type CleaningScan = {
  finished_at: string | null;
  percent: number | null;
  failed: string | null;
  /** The day all records are looked through by themselves next; null: they are not. */
  next: string | null;
};
export type CleaningTold = {
  objects: { key: string; label: string }[];
  object: string;
  scan: CleaningScan;
  groups: CleaningGroup[];
};
type OfGroup = Pick<CleaningGroup, "kind" | "field">;

export const readCleaning = (object: string, signal?: AbortSignal): Promise<CleaningTold> =>
  call("GET", "/cleaning", { query: { object }, signal });
export const readCleaningRows = (
  object: string,
  { kind, field }: OfGroup,
  cursor: string,
  signal?: AbortSignal,
): Promise<{ items: CleaningItem[]; next: string | null }> =>
  call("GET", "/cleaning/rows", { query: { object, kind, field, cursor: cursor || undefined }, signal });
export const startCleaningScan = (object: string): Promise<CleaningScan> =>
  call("POST", "/cleaning/scans", { body: { object } });
export const startCleaning = (
  object: string,
  { kind, field }: OfGroup,
  besides: string[],
): Promise<BulkRun> => call("POST", "/cleaning/runs", { body: { object, kind, field, besides } });
export const leaveAsIs = (
  object: string,
  { kind, field }: OfGroup,
  ids: string[],
  never: boolean,
): Promise<void> => call("POST", "/cleaning/never", { body: { object, kind, field, ids, never } });
