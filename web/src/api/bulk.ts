import type { Node } from "@/lib/criteria";
import { apiUrl, call } from "./client";

export type BulkTarget = { ids: string[] } | { filter: Node; q?: string; scope?: string };
export type BulkWork =
  | { set: object }
  | { add: Record<string, unknown> }
  | { remove: Record<string, unknown> }
  | { action: string; input: object }
  | { delete: true }
  | { restore: true };

export type BulkState =
  | "checking"
  | "ready"
  | "running"
  | "done"
  | "stopped"
  | "undoing"
  | "undone"
  | "failed";

export type BulkGroup = { code: string; field: string; label: string; message: string; count: number };

/** A bulk change: first tried, then carried out on the same records, then perhaps taken back. */
export type BulkRun = {
  id: string;
  state: BulkState;
  total: number;
  position: number;
  done: number;
  unchanged: number;
  refused: number;
  groups: BulkGroup[];
  change: string | null;
  result: { undone: number; kept_count: number; kept: { title: string | null; message: string }[] } | null;
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
  group: { code: string; field: string },
  signal?: AbortSignal,
): Promise<{ items: BulkRefusal[]; next: string | null }> =>
  call("GET", `/bulk-changes/${id}/refusals`, { query: { code: group.code, field: group.field }, signal });

export const refusalsFile = (id: string): string => apiUrl(`/bulk-changes/${id}/refusals.csv`);
