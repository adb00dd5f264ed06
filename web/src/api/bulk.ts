import type { Node } from "@/lib/criteria";
import { apiUrl, call } from "./client";

export type BulkTarget = { ids: string[] } | { filter: Node; q?: string; scope?: string };
export type BulkWork =
  | { set: object }
  | { add: Record<string, unknown>; remove?: Record<string, unknown> }
  | { remove: Record<string, unknown> }
  | { action: string; input: object }
  | { delete: true }
  | { restore: true };

type Given = Record<string, unknown>;

export type BulkState =
  | "checking"
  | "ready"
  | "running"
  | "done"
  | "stopped"
  | "undoing"
  | "undone"
  | "failed";

/** Records refused for one reason; `same`: each of them says just this; `like` asks for them. */
export type BulkGroup = { label: string; message: string; count: number; like: number; same: boolean };

/** What an undo left as it was. */
export type BulkKept = { object: string; id: string; title: string | null; field: string; message: string };

/** A bulk change: first tried, then carried out on the same records, then perhaps taken back. */
export type BulkRun = {
  id: string;
  /** Records in what is given are Refs here. */
  work: {
    set?: Given;
    add?: Given;
    remove?: Given;
    action?: string;
    input?: Given;
    delete?: true;
    restore?: true;
    /** Every record gets a value of its own. */
    each?: { field: string };
  };
  state: BulkState;
  total: number;
  position: number;
  done: number;
  unchanged: number;
  refused: number;
  groups: BulkGroup[];
  change: string | null;
  /** Why it broke off. */
  message: string;
  result: { undone: number; kept_count: number; kept: BulkKept[] } | null;
};

export type BulkRefusal = { id: string; title: string | null; field: string; label: string; message: string };

export const previewBulk = (plural: string, target: BulkTarget, work: BulkWork): Promise<BulkRun> =>
  call("POST", `/${plural}/bulk/preview`, { body: { ...target, ...work } });

export const readBulk = (id: string, signal?: AbortSignal): Promise<BulkRun> =>
  call("GET", `/bulk-changes/${id}`, { signal });

export const stepBulk = (id: string, step: "run" | "stop" | "undo"): Promise<BulkRun> =>
  call("POST", `/bulk-changes/${id}/${step}`, { body: {} });

export const refusalsOf = (
  id: string,
  like: number,
  cursor: string,
  signal?: AbortSignal,
): Promise<{ items: BulkRefusal[]; next: string | null }> =>
  call("GET", `/bulk-changes/${id}/refusals`, { query: { like, cursor, limit: 100 }, signal });

export const refusalsFile = (id: string): string => apiUrl(`/bulk-changes/${id}/refusals.csv`);
