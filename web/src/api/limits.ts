import { call } from "./client";
import type { Ref } from "./types";

export type ReadingUse = {
  day: string;
  items: { person: Ref; way: "person" | "key"; rows: number; refused: number; limit: number | null }[];
  ways: { value: "person" | "key"; label: string }[];
  /** Live windows one person may have open at once. */
  windows: number;
  shipped: Record<"person" | "key", { rows: number; requests: number }>;
};

export type Departed = {
  id: string;
  at: string;
  person: Ref;
  object: string;
  format: "xlsx" | "csv" | "migration";
  reason: string;
  name: string;
  rows: number | null;
  downloads: number;
  fields: string[];
  narrowed: boolean;
  kept: boolean;
};

export type Looked = {
  id: number;
  at: string;
  person: Ref;
  object: string;
  plural: string | null;
  record: Ref;
  field: string;
};

type Pages<Item> = { items: Item[]; next: string | null };

/** Files people took out, the latest first. */
export const readExports = (before: string | undefined, signal?: AbortSignal): Promise<Pages<Departed>> =>
  call("GET", "/exports", { query: { before }, signal });

/** Masked values people had shown, the latest first. */
export const readUnmaskings = (before: string | undefined, signal?: AbortSignal): Promise<Pages<Looked>> =>
  call("GET", "/unmaskings", { query: { before }, signal });

/** Who read how much today, the greatest first. */
export const readReadingUse = (signal?: AbortSignal): Promise<ReadingUse> =>
  call("GET", "/reading-use", { signal });
