import { call, type Query } from "@/api/client";
import { keys } from "@/api/keys";
import type { FieldProblem } from "@/api/problem";
import { ofRecord } from "@/api/together";
import type { Node } from "@/lib/criteria";
import type { Brief, Case, Mine, OfRecord, Person, Preview, Step, Wish } from "./types";

export const approvalKeys = {
  all: ["approvals"] as const,
  mine: ["approvals", "mine"] as const,
  found: (asked: object) => ["approvals", "found", asked] as const,
  one: (id: string) => ["approvals", "one", id] as const,
  of: (plural: string, id: string) => [...keys.record(plural, id), "approvals"] as const,
};

export type Asking = Wish & { chosen?: Record<string, string[]>; comment?: string | null };

export const readMine = (signal?: AbortSignal): Promise<Mine> => call("GET", "/approvals", { signal });
export const findMine = (
  query: Query,
  signal?: AbortSignal,
): Promise<{ items: Brief[]; next: string | null }> => call("GET", "/approvals/found", { query, signal });
export const readCase = (id: string, signal?: AbortSignal): Promise<Case> =>
  call("GET", `/approvals/${id}`, { signal });
export const readOf = (object: string, id: string, signal?: AbortSignal): Promise<OfRecord> =>
  ofRecord("/approvals/of", object, id, signal);
export const previewPath = (body: Asking): Promise<Preview> => call("POST", "/approvals/preview", { body });
/** A process that is not saved yet, on a record and as asked for by somebody. */
export type Draft = {
  object: string;
  condition: Node | null;
  nodes: unknown[];
  record: string | null;
  asker: string | null;
};
export type Tried = {
  errors?: FieldProblem[];
  holds?: boolean;
  asker?: Person;
  steps?: Step[];
  choose?: { id: string; name: string | null }[];
};
export const tryProcess = (body: Draft, signal?: AbortSignal): Promise<Tried> =>
  call("POST", "/approvals/trial", { body, signal });
/** A process to begin with, as it would be saved. */
export type Template = {
  code: string;
  description: string;
  name: Record<string, string>;
  object: string;
  [field: string]: unknown;
};
export const readTemplates = (signal?: AbortSignal): Promise<{ items: Template[] }> =>
  call("GET", "/approval-templates", { signal });
export const submitWish = (body: Asking): Promise<Case> => call("POST", "/approvals", { body });
export const takeStep = (id: string, step: string, body: object): Promise<Case> =>
  call("POST", `/approvals/${id}/${step}`, { body });
