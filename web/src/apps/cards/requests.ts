import { call } from "@/api/client";
import { TELL } from "@/api/duplicates";
import type { LikelyHit } from "@/api/records";
import type { RecordData } from "@/api/types";

export type Part = "contact" | "account";
export type Values = Record<string, unknown>;
/** What a field is likely to hold, and the lines that say so. */
export type Found = { object: Part; field: string; value: unknown; lines: number[] };
export type Read = { lines: { text: string; used: boolean }[]; fields: Found[]; others: Found[] };
export type Matches = { contacts: LikelyHit[]; accounts: LikelyHit[] };
type Kept = { id?: string; version?: number; values?: Values };
export type CardBody = { contact: Kept; account: Kept | null };
export type Saved = { contact: RecordData; account: string | null; change: string };

export const readText = (text: string): Promise<Read> => call("POST", "/cards/text", { body: { text } });
export const findMatches = (
  values: { contact: Values; account: Values },
  signal?: AbortSignal,
): Promise<Matches> => call("POST", "/cards/matches", { body: values, signal });
export const keepCard = (body: CardBody): Promise<Saved> =>
  call("POST", "/cards", { body, duplicates: TELL });
