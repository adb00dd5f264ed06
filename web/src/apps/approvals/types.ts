import type { FieldKind, Ref } from "@/api/types";
import type { Lock } from "@/records/extensions";

export type Person = { id: string; name: string; note?: string | null; deputy?: string | null };
export type CaseState = "running" | "passed" | "rejected" | "withdrawn" | "returned";
export type TaskState =
  | "waiting"
  | "open"
  | "approved"
  | "rejected"
  | "returned"
  | "handed_on"
  | "cancelled"
  | "noted";

/** What was asked for: "create", "update", "delete", "manual" or an action's name. */
export type Wish = { object: string; record: string | null; action: string; input: Record<string, unknown> };
export type Needed = Partial<Wish> & { id: string; name: string };

export type Step = {
  id: string;
  kind: "decide" | "copy";
  name: string | null;
  mode: "one_by_one" | "all" | "any" | "percent";
  percent: number;
  people: Person[];
  left_out?: Person[];
};
export type Preview = {
  process: { id: string; name: string };
  steps: Step[];
  choose: { id: string; name: string | null; people: Person[] | null }[];
  changes: Line[];
  /** A key field changes of what was approved before. */
  reopens: boolean;
};
export type Brief = {
  id: string;
  number: string;
  state: CaseState;
  process: string;
  object: string;
  object_label: string;
  record: string | null;
  title: string | null;
  action: string;
  action_label: string;
  initiator: Person;
  created_at: string;
  finished_at: string | null;
  urged_at: string | null;
  task?: { id: string; state: TaskState; due: string | null; note: string | null; for: string | null };
};
export type Part = {
  id: string;
  who: Person;
  state: TaskState;
  opinion: string | null;
  decided_at: string | null;
  due: string | null;
  note: string | null;
  /** Whose part it was: decided for him, handed on or asked for by him. */
  for: string | null;
  round: number;
};
/** `then`: what happens to a part when its time is over. */
export type CaseStep = Step & {
  state: "done" | "now" | "later";
  then: "remind" | "hand_on" | "agree" | "refuse" | null;
  added: boolean;
  tasks: Part[];
};
/** `former`: what was asked for before it was returned, where that is another. */
export type Line = {
  field: string;
  label: string;
  kind: FieldKind;
  before: unknown;
  after: unknown;
  former?: unknown;
};
export type Again = "restart" | "resume";
export type Case = Brief & {
  comment: string | null;
  problem: string | null;
  steps: CaseStep[];
  changes: Line[];
  can: { decide: boolean; withdraw: boolean; urge: boolean; resubmit: boolean; copy: boolean };
  /** Where it goes on once it is submitted again. */
  again: Again | null;
  /** What was asked for, for whom it came back to. */
  input: Record<string, unknown> | null;
  reachable: boolean;
  reopens: boolean;
};
export type Mine = { open: Brief[]; submitted: Brief[]; decided: Brief[]; copied: Brief[] };
export type OfRecord = { cases: Brief[]; newest: Case | null; manual: boolean; lock: Lock | null };
export type Chosen = Record<string, Ref[]>;
