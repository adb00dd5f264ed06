import { createContext } from "react";
import type { RecordData } from "@/api/types";

/** What the rows of a list were looked for by, to be marked in their titles. */
export const LookedFor = createContext("");

/** Why a record was found: the parts of one of its fields that are, or read as, what was typed. */
export type Found = { field: string; text: string; parts: string[] };

/** Why a record was found, unless a column on the screen shows it; what it is called always does. */
export function unseen(record: RecordData, shown: string[]): Found | undefined {
  const found = record.found as Found | null | undefined;
  return found && !shown.includes(found.field) ? found : undefined;
}

/** The parts of one field by which a record was found. */
export function partsIn(record: RecordData, field: string): string[] | undefined {
  const found = record.found as Found | null | undefined;
  return found?.field === field ? found.parts : undefined;
}

/** In which order rows are asked for: the best hits first while nothing else was chosen. */
export const sortOf = (state: { q?: string; sort?: string }): string | undefined =>
  state.sort ?? (state.q ? "relevance" : undefined);
