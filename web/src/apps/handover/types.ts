import type { BulkGroup, BulkKept } from "@/api/bulk";
import type { RecordData, Ref } from "@/api/types";
import type { Group, Node } from "@/lib/criteria";

export type Brief = {
  id: string;
  /** Null: several people. */
  person: Ref | null;
  owner: Ref | null;
  reason: string;
  left: boolean;
  state: "open" | "done" | "closed";
  created_at: string;
};
export type Line = { object: string; label: string; icon: string; count: number; may: boolean };
/** Records that name somebody; `passes`: a successor can be put in their place. */
export type Named = {
  object: string;
  plural: string;
  label: string;
  field: string;
  field_label: string;
  count: number;
  passes: boolean;
};
export type Possessions = {
  person: Ref;
  lines: Line[];
  named: Named[];
  approvals: number;
  shares: number;
  superior: Ref | null;
};
/** How it is to be distributed, as the server takes it. */
export type Plan = {
  rules: { object: string; condition: Node; to: string }[];
  people: { to: string; share: number }[];
  by: "share" | "load";
  together: boolean;
  rest: string | null;
  keep: boolean;
};
export type Part = {
  id: string;
  object: string;
  label: string;
  to: Ref;
  /** The successor is put where the former one was named. */
  named: boolean;
  total: number;
  done: number;
  unchanged: number;
  refused: number;
  groups: BulkGroup[];
};
export type Run = {
  id: string;
  state: "checking" | "ready" | "running" | "done" | "undoing" | "undone" | "failed";
  message: string;
  plan: Plan;
  left: number;
  people: Ref[];
  lines: Part[];
  total: number;
  position: number;
  done: number;
  refused: number;
  rest: { approvals?: Passed; shares?: Passed; kept?: number } | null;
  result: { undone: number; kept_count: number; kept: BulkKept[] } | null;
};
export type Passed = { passed: number; kept: number };
export type Handover = Brief & {
  may: boolean;
  chosen: { object: string; label: string; count: number }[];
  lines: Line[];
  approvals: number;
  shares: number;
  named: Named[];
  run: Run | null;
};
export type Item = { object: string; id: string; title: string | null; to: Ref; message: string };
/** A plan while it is being made: people with their names, conditions perhaps unfinished. */
export type Draft = Omit<Plan, "rules" | "people" | "rest"> & {
  rules: { key: string; object: string; condition: Group; to: Ref | null }[];
  people: { key: string; to: Ref | null; share: number }[];
  rest: Ref | null;
};
export type Received = {
  id: string;
  at: string;
  records: number;
  seen: boolean;
  person: Ref | null;
  left: boolean;
  reason: string;
};
export type Customer = {
  object: string;
  id: string;
  title: string | null;
  lists: { key: string; label: string; object: string; fields: string[]; items: RecordData[] }[];
};
/** `places`: what he was put in somebody's place of; how many approvals and shares he got. */
export type Briefing = Received & {
  count: number;
  customers: Customer[];
  places: { label: string; count: number }[];
  approvals: number;
  shares: number;
  next: string | null;
};
