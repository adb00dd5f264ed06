import { call, type Query } from "@/api/client";
import type { Page, Ref } from "@/api/types";

export type LogLine = {
  id: string;
  at: string;
  actor: Ref | null;
  behalf: Ref | null;
  via: string | null;
  action: string | null;
  reason: string | null;
  object: string;
  label: string;
  plural: string | null;
  record: Ref;
  verb: string;
  fields: string[];
  change: string;
  count: number;
};

export type FailedJob = {
  id: string;
  kind: string;
  label: string;
  about: { label: string; title: string | null; plural: string | null; id: string | null } | null;
  person: Ref | null;
  attempt: number;
  message: string;
  /** What broke and where in Haoke's code, of what nobody foresaw. */
  at: string | null;
  created_at: string;
  finished_at: string | null;
};
export type Work = {
  kinds: {
    kind: string;
    label: string;
    queued: number;
    running: number;
    done: number;
    failed: number;
    last: string | null;
  }[];
  failed: FailedJob[];
};
export type Health = {
  version: string;
  database: string;
  size: number;
  connections: { used: number; most: number };
  backup: string | null;
  wrong: string[];
};

export const findInLog = (query: Query, signal?: AbortSignal): Promise<Page<LogLine>> =>
  call("GET", "/operations/log", { query, signal });
export const readWork = (signal?: AbortSignal): Promise<Work> => call("GET", "/operations/jobs", { signal });
export const readHealth = (signal?: AbortSignal): Promise<Health> =>
  call("GET", "/operations/health", { signal });
export const retryJob = (id: string): Promise<unknown> =>
  call("POST", `/operations/jobs/${id}/retry`, { body: {} });
export const discardJob = (id: string, reason: string): Promise<unknown> =>
  call("POST", `/operations/jobs/${id}/discard`, { body: { reason } });
