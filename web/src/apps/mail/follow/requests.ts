import type { QueryClient } from "@tanstack/react-query";
import { call } from "@/api/client";
import { keys } from "@/api/keys";
import { ofRecord } from "@/api/together";
import type { Ref } from "@/api/types";

export type State =
  | "running"
  | "paused"
  | "finished"
  | "replied"
  | "bounced"
  | "unsubscribed"
  | "contacted"
  | "closed"
  | "ended";
export const states: readonly State[] = [
  "running",
  "paused",
  "replied",
  "finished",
  "contacted",
  "closed",
  "unsubscribed",
  "bounced",
  "ended",
];
export const stateColours: Record<State, string> = {
  running: "blue",
  paused: "orange",
  finished: "gray",
  replied: "green",
  bounced: "red",
  unsubscribed: "red",
  contacted: "green",
  closed: "gray",
  ended: "gray",
};

/** A mail of a sequence, as it is kept. */
export type Step = { id: string; template: string | null; days: number; from: string; until: string };
/** A record in a sequence. */
export type Place = {
  id: string;
  sequence: Ref | null;
  object: string;
  record: string;
  title: string | null;
  address?: string | null;
  state: State;
  taken: number;
  to_come: number;
  next_at: string | null;
  ended_at: string | null;
  reason: { zh?: string; en?: string } | null;
  owner: Ref | null;
  can: { change: boolean };
};
export type OfRecord = {
  items: Place[];
  blocked: { address: string; kind: string; label: string }[];
  can_enrol: boolean;
};
export type Figures = {
  states: Partial<Record<State, number>>;
  steps: Record<string, { sent: number; replied: number; stopped: number }>;
};
export type Wanted = { sequence: string; mailbox: string; object: string; to?: string };
export type Mail = { at: string; subject: string | null; body: string | null; problem: string | null };
export type Preview = { to: string | null; problem: string | null; mails: Mail[] };
export type Enrolled = { enrolled: number; refused: { id: string; title: string | null; message: string }[] };

export const readOfRecord = (object: string, id: string, signal?: AbortSignal): Promise<OfRecord> =>
  ofRecord("/mail/follow-ups", object, id, signal);
export const readPeople = (
  sequence: string,
  state: string | undefined,
  cursor: string | undefined,
  signal?: AbortSignal,
): Promise<{ items: Place[]; next: string | null }> =>
  call("GET", "/mail/follow-ups/people", { query: { sequence, state, cursor }, signal });
export const readFigures = (sequence: string, signal?: AbortSignal): Promise<Figures> =>
  call("GET", `/mail/follow-ups/figures/${sequence}`, { signal });
export const previewMails = (wanted: Wanted & { id: string }, signal?: AbortSignal): Promise<Preview> =>
  call("POST", "/mail/follow-ups/preview", { body: wanted, signal });
export const enrol = (wanted: Wanted & { ids: string[] }): Promise<Enrolled> =>
  call("POST", "/mail/follow-ups", { body: wanted });
export const refrain = (object: string, id: string, address: string): Promise<unknown> =>
  call("POST", "/mail/follow-ups/refrain", { body: { object, id, address } });
export const stepIn = (id: string, step: "pause" | "resume" | "end"): Promise<unknown> =>
  call("POST", `/mail/follow-ups/${id}/${step}`, { body: {} });

const OF_RECORD = "follow-ups";

/** After a step in one: where it is shown, on records and beside its sequence, it is asked for again. */
export const refreshFollowed = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({
    predicate: ({ queryKey }) => queryKey[0] === "follow" || queryKey[3] === OF_RECORD,
  });

export const followKeys = {
  /** Among what is kept of the record: whatever happens to it asks for this again. */
  ofRecord: (plural: string, id: string) => [...keys.record(plural, id), OF_RECORD] as const,
  people: (sequence: string, state: string) => ["follow", "people", sequence, state] as const,
  figures: (sequence: string) => ["follow", "figures", sequence] as const,
  preview: (wanted: Wanted & { id: string }) => ["follow", "preview", wanted] as const,
};
