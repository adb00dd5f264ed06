import { call } from "@/api/client";
import { TELL } from "@/api/duplicates";
import type { LikelyHit } from "@/api/records";
import type { RecordData } from "@/api/types";

export type Part = "contact" | "account";
export type Values = Record<string, unknown>;
/** What a field is likely to hold, and the lines that say so. */
export type Found = { object: Part; field: string; value: unknown; lines: number[] };
/** `box`: corners of a line on its photo as shares of the sides; `score`: how sure its reader is. */
export type Line = { text: string; used: boolean; box?: [number, number][]; score?: number };
export type Read = { lines: Line[]; fields: Found[]; others: Found[] };
export type Matches = { contacts: LikelyHit[]; accounts: LikelyHit[] };
type Kept = { id?: string; version?: number; values?: Values };
export type CardBody = { contact: Kept; account: Kept | null };
export type Saved = { contact: RecordData; account: string | null; change: string };

export const readText = (text: string): Promise<Read> => call("POST", "/cards/text", { body: { text } });
export const readReader = (signal?: AbortSignal): Promise<{ ready: boolean }> =>
  call("GET", "/cards/reader", { signal });
export const readPhoto = (file: string): Promise<{ job: string }> =>
  call("POST", "/cards/photos", { body: { file } });
export const takeReading = (job: string): Promise<Read> => call("POST", "/cards/readings", { body: { job } });
export const findMatches = (
  values: { contact: Values; account: Values },
  signal?: AbortSignal,
): Promise<Matches> => call("POST", "/cards/matches", { body: values, signal });
export const keepCard = (body: CardBody): Promise<Saved> =>
  call("POST", "/cards", { body, duplicates: TELL });
