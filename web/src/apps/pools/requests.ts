import { call } from "@/api/client";
import { ofRecord } from "@/api/together";
import type { Page, RecordData, Ref } from "@/api/types";
import type { Node } from "@/lib/criteria";

/** One stay of a record with an owner, or with nobody. */
export type Stay = {
  id: number;
  owner: Ref | null;
  since: string;
  until: string | null;
  how: { value: string; label: string; color: string | null };
  by: Ref | null;
  reason: string;
};
/** When a record goes back to a pool, and why. */
export type Clock = { due: string; days: number; since: string; why: string; rule: string; pool: string };
export type Kept = { locked: boolean | null; protected_until: string | null };
export type History = { items: Stay[]; more: boolean; clock: Clock | null; kept: Kept };
/** What tonight's sweep would take; `asleep`: pools that do not recycle by themselves. */
export type Trial = {
  items: (Clock & { record: Ref; owner: Ref })[];
  count: number;
  rules: number;
  asleep: string[];
};

export const readOwnership = (object: string, id: string, signal?: AbortSignal): Promise<History> =>
  ofRecord("/ownership", object, id, signal);

/** A pool open to this person, with what he may still claim. */
export type OpenPool = {
  id: string;
  name: string;
  object: string;
  label: string;
  administers: boolean;
  waiting: number;
  waiting_capped: boolean;
  masked: string[];
  daily: { most: number; left: number } | null;
  owned: { most: number; has: number } | null;
};
type Refused = { id: string; code: string; message: string };
export type Asked = { q?: string; filter?: Node; sort?: string };
export type Giving = { records: string[]; to?: string; by?: "turns" | "chance" | "load" };

export const poolKeys = {
  mine: ["rows", "pools", "mine"] as const,
  page: (plural: string, pool: string, asked: Asked) => ["rows", plural, "pool", pool, asked] as const,
  one: (plural: string, pool: string, id: string) => ["rows", plural, "pool", pool, "one", id] as const,
};

export const readPools = (signal?: AbortSignal): Promise<{ items: OpenPool[] }> =>
  call("GET", "/public-pools", { signal });
export const readPage = (
  pool: string,
  asked: Asked,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<Page> => call("GET", `/public-pools/${pool}/records`, { query: { ...asked, cursor }, signal });
export type InPool = {
  record: RecordData;
  ownership: History;
  /** What comes with it once it is claimed. */
  parts: { label: string; count: number }[];
};
export const readInPool = (pool: string, id: string, signal?: AbortSignal): Promise<InPool> =>
  call("GET", `/public-pools/${pool}/records/${id}`, { signal });
export const trySweep = (object: string, signal?: AbortSignal): Promise<Trial> =>
  call("GET", "/public-pools-trial", { query: { object }, signal });
export const claim = (pool: string, records: string[]): Promise<{ claimed: string[]; refused: Refused[] }> =>
  call("POST", `/public-pools/${pool}/claim`, { body: { records } });
/** What claiming them would refuse; nothing is claimed. */
export const tryClaim = (
  pool: string,
  records: string[],
  signal?: AbortSignal,
): Promise<{ claimed: string[]; refused: Refused[] }> =>
  call("POST", `/public-pools/${pool}/claim`, { body: { records, trial: true }, signal });
export const give = (
  pool: string,
  body: Giving,
): Promise<{ assigned: { id: string; owner: string }[]; refused: Refused[] }> =>
  call("POST", `/public-pools/${pool}/assign`, { body });
