import type { BulkTarget } from "@/api/bulk";
import { call } from "@/api/client";
import type { Brief, Briefing, Handover, Item, Plan, Possessions, Received, Run } from "./types";

export const handoverKeys = {
  all: ["handovers"] as const,
  one: (id: string) => ["handovers", "one", id] as const,
  items: (id: string, run: string) => ["handovers", "items", id, run] as const,
  of: (person: string) => ["handovers", "of", person] as const,
  received: ["handovers", "received"] as const,
  briefing: (id: string) => ["handovers", "briefing", id] as const,
};

export type Asked = { reason?: string } & ({ person: string } | ({ object: string } & BulkTarget));

export const readHandovers = (signal?: AbortSignal): Promise<{ items: Brief[] }> =>
  call("GET", "/handovers", { signal });
export const readHandover = (id: string, signal?: AbortSignal): Promise<Handover> =>
  call("GET", `/handovers/${id}`, { signal });
export const readPossessions = (person: string, signal?: AbortSignal): Promise<Possessions> =>
  call("GET", `/possessions/${person}`, { signal });
export const askHandover = (body: Asked): Promise<Handover> => call("POST", "/handovers", { body });
export const tryPlan = (id: string, body: Plan): Promise<Run> =>
  call("POST", `/handovers/${id}/preview`, { body });
export const stepHandover = (id: string, step: "run" | "undo" | "close"): Promise<unknown> =>
  call("POST", `/handovers/${id}/${step}`, { body: {} });
export const readItems = (
  id: string,
  cursor: string,
  signal?: AbortSignal,
): Promise<{ items: Item[]; next: string | null }> =>
  call("GET", `/handovers/${id}/items`, { query: { cursor }, signal });
export const readReceived = (signal?: AbortSignal, all = false): Promise<{ items: Received[] }> =>
  call("GET", "/briefings", { query: { all: all || undefined }, signal });
export const readBriefing = (id: string, cursor: string, signal?: AbortSignal): Promise<Briefing> =>
  call("GET", `/briefings/${id}`, { query: { cursor }, signal });
export const putAway = (id: string): Promise<unknown> => call("POST", `/briefings/${id}/seen`, { body: {} });
