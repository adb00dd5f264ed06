import type { Diff, Ref } from "@/api/types";
import type { Node } from "@/lib/criteria";

export const plural = "automations";
export const runsPlural = "automation-runs";

export const triggers = ["created", "updated", "deleted", "action", "date", "schedule", "message"] as const;
export type Trigger = (typeof triggers)[number];
export const units = ["minute", "hour", "day"] as const;
export type Unit = (typeof units)[number];
export const kinds = [
  "set",
  "assign",
  "tag",
  "task",
  "create",
  "notify",
  "mail",
  "webhook",
  "act",
  "wait",
  "branch",
  "approval",
] as const;
export type Kind = (typeof kinds)[number];
export type Every = "hour" | "day" | "week" | "month";

/** What each trigger says more; all of it, so that switching back and forth loses nothing. */
export type Details = {
  fields?: string[];
  action?: string;
  field?: string;
  n?: number;
  unit?: Unit;
  side?: "before" | "after";
  at?: string;
  every?: Every;
  weekday?: number;
  day?: number;
  endpoint?: unknown;
};

export type Branch = { when: Node | null; steps: Step[] };
/** A step; each kind uses its own parts. */
export type Step = {
  id: string;
  kind: Kind;
  values?: Record<string, unknown>;
  object?: string;
  people?: unknown[];
  owner?: boolean;
  message?: string;
  mail?: boolean;
  field?: string;
  add?: unknown;
  remove?: unknown;
  mailbox?: unknown;
  template?: unknown;
  webhook?: unknown;
  action?: string;
  input?: Record<string, unknown>;
  n?: number;
  unit?: Unit;
  branches?: Branch[];
  process?: unknown;
  approved?: Step[];
  refused?: Step[];
};

export type Automation = {
  id?: string;
  version?: number;
  name: string;
  object: string;
  trigger: Trigger;
  details: Details | null;
  condition: Node | null;
  before: Node | null;
  steps: Step[] | null;
  imports: boolean;
  active: boolean;
  owner?: Ref | null;
  stopped?: string | null;
};

export type Template = Pick<
  Automation,
  "name" | "object" | "trigger" | "details" | "condition" | "before" | "steps"
> & { code: string; description: string };

export type TriedStep = {
  id: string;
  kind: Kind;
  changes?: Diff[];
  error?: string;
  branch?: number | null;
  /** Those who would be told. */
  people?: Ref[];
};
export type Trial = {
  days: number;
  checked: number;
  capped: boolean;
  hits: number;
  /** How many more there would be, did the rule heed what is imported. */
  imported: number;
  items: { record: Ref; at: string; by: Ref | null; steps: TriedStep[] }[];
};

export type RunState = "queued" | "waiting" | "done" | "failed" | "skipped" | "stopped";
export type Run = {
  id: string;
  version: number;
  number: string;
  object: string;
  record: string;
  state: RunState;
  /** `message`: the mail a step sent, null for want of an address. */
  steps: { id: string; kind: Kind; at: string; error?: string; message?: string | null }[] | null;
  error: string | null;
  due: string | null;
  awaits: string | null;
  created_at: string;
};

export const blank: Automation = {
  name: "",
  object: "",
  trigger: "created",
  details: null,
  condition: null,
  before: null,
  steps: [],
  imports: false,
  active: false,
};
