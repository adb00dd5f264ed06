import { call } from "./client";
import type { Ref } from "./types";

export const receivers = ["user", "department", "team"] as const;
export type Receiver = (typeof receivers)[number];
export type Share = Record<Receiver, Ref | null> & {
  id: string;
  level: "read" | "write";
  until: string | null;
};
export type NewShare = Partial<Record<Receiver, string>> & { level: string; until: string | null };

export const listShares = (object: string, id: string, signal?: AbortSignal): Promise<{ items: Share[] }> =>
  call("GET", "/shares", { query: { object, id }, signal });

export const addShare = (object: string, id: string, share: NewShare): Promise<Share> =>
  call("POST", "/shares", { body: { object, id, ...share } });

export const endShare = (id: string): Promise<unknown> => call("DELETE", `/shares/${id}`, { body: {} });
