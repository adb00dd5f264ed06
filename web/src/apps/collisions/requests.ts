import { call } from "@/api/client";
import { ofRecord } from "@/api/together";
import type { Ref } from "@/api/types";

export const decisions = ["stays", "over", "shared", "both"] as const;
export type Decision = (typeof decisions)[number];

export type Brief = {
  id: string;
  number: string;
  state: "open" | "decided" | "dropped";
  created_at: string;
  customer: string | null;
  object: string;
  label: string;
  holder: Ref;
  claimant: Ref;
  decider: Ref | null;
  may: boolean;
  side: "holder" | "claimant" | null;
  decision: Decision | null;
  share: string | null;
  reason: string | null;
  decided_by: Ref | null;
  decided_at: string | null;
};
export type Side = {
  side: "holder" | "claimant";
  person: Ref;
  says: string;
  registration: { id: string; title: string; evidence: string; at: string; until: string } | null;
  activities: number;
  first: string | null;
  last: string | null;
  opportunities: { id: string; title: string; stage: string; at: string }[];
};
export type Case = Brief & { sides: Side[] };
export type Protection = {
  id: string | null;
  owner: Ref;
  category: string | null;
  until: string;
  days: number;
  mine: boolean;
};
/** `winning`: what comes of winning the deal. */
export type Protections = {
  items: Protection[];
  case: { id: string | null } | null;
  winning: "refused" | "asked" | null;
};
export type Ruling = { decision: Decision; reason: string; share?: number };

export const collisionKeys = {
  all: ["collisions"] as const,
  list: ["collisions", "list"] as const,
  one: (id: string) => ["collisions", "one", id] as const,
};

export const readProtection = (object: string, id: string, signal?: AbortSignal): Promise<Protections> =>
  ofRecord("/protection", object, id, signal);
export const readCases = (signal?: AbortSignal): Promise<{ items: Brief[] }> =>
  call("GET", "/collision-cases", { signal });
export const readCase = (id: string, signal?: AbortSignal): Promise<Case> =>
  call("GET", `/collision-cases/${id}`, { signal });
export const sendStatement = (id: string, says: string): Promise<Case> =>
  call("POST", `/collision-cases/${id}/statement`, { body: { says } });
export const sendRuling = (id: string, ruling: Ruling): Promise<Case & { change: string }> =>
  call("POST", `/collision-cases/${id}/decision`, { body: ruling });
