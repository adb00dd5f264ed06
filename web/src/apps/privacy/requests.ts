import { call } from "@/api/client";
import type { StoredFile } from "@/api/files";
import { keys } from "@/api/keys";
import type { ReachNote, Ref } from "@/api/types";

export type State = "given" | "withdrawn" | "refused" | "expired";
export type Option = { value: string; label: string };
/** What a person said once. */
export type Consent = {
  id: string;
  channel: string;
  purpose: string;
  state: State;
  label: string;
  at: string;
  until: string | null;
  how: string;
  separate: boolean;
  proof: string | null;
  evidence: StoredFile | null;
  said: string | null;
  edition: number | null;
  current: boolean;
  by: Ref | null;
  noted_at: string;
};
type Wording = { id: string; name: string; purpose: string; edition: number; text: string };
export type Matrix = {
  channels: Option[];
  purposes: (Option & { separate: boolean })[];
  ways: Option[];
  cells: Consent[];
  history: Consent[];
  wordings: Wording[];
  changes: boolean;
};
export type Said = {
  channel: string;
  purpose: string;
  state: string;
  how: string;
  proof?: string;
  separate?: boolean;
  wording?: string;
  evidence?: string;
  until?: string;
};

export const consentKey = (plural: string, id: string) => [...keys.record(plural, id), "consent"];
export const readConsents = (object: string, id: string, signal?: AbortSignal): Promise<Matrix> =>
  call("GET", "/consents", { query: { object, id }, signal });
export const noteConsent = (object: string, id: string, said: Said): Promise<Matrix> =>
  call("POST", "/consents", { body: { object, id, ...said } });

type Asked = { object: string; id: string; channel?: string; at?: string; day?: string };
type Reached = { object: string; id: string; title: string | null; notes: ReachNote[] };
export const readReach = (asked: Asked, signal?: AbortSignal): Promise<{ items: Reached[] }> =>
  call("GET", "/reach", { query: asked, signal });
