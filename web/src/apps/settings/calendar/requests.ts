import { call } from "@/api/client";
import { changeRecord, createRecord, deleteRecord } from "@/api/records";
import type { RecordData } from "@/api/types";
import { type Hours, turned, type WorkDay } from "./days";

export type Calendar = RecordData & { hours: Hours; is_default: boolean };
export type Year = { days: WorkDay[]; missing: number | null; announced: number[] };

export const readYear = (calendar: string, year: number, signal?: AbortSignal): Promise<Year> =>
  call("GET", "/work-year", { query: { calendar, year }, signal });

/** Carries out what a click on a day means. */
export function turn(calendar: string, day: WorkDay): Promise<unknown> {
  const change = turned(day);
  if (change.what === "remove") return deleteRecord("work-days", change.id, change.version);
  if (change.what === "turn")
    return changeRecord("work-days", change.id, { kind: change.kind, hours: null }, change.version);
  return createRecord("work-days", { calendar, day: day.day, kind: change.kind });
}
