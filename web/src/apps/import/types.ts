import type { Node } from "@/lib/criteria";

export type State = "reading" | "mapping" | "checking" | "ready" | "running" | "done" | "undone" | "failed";

export type Column = {
  index: number;
  header: string;
  sample: string[];
  filled: number;
  field: string | null;
  confidence: number;
  why: string;
};

export type Table = {
  id: string;
  sheet: string | null;
  header_row: number | null;
  rows: number;
  skipped: { row: number; reason: string }[];
  skipped_count: number;
  object: string | null;
  confidence: number;
  columns: Column[];
};

export type ImportFile = {
  id: string;
  name: string;
  encoding: string | null;
  delimiter: string | null;
  tables: Table[];
  error: { code: string; message: string } | null;
};

export type Choice = { value: string; label: string; example?: string };
export type Question = { key: string; kind: string; label: string; choices: Choice[]; value: string };
export type Issue = {
  key: string;
  kind: "choice" | "reference" | "new" | "notice";
  label: string;
  rows: number;
  field: string;
  place: string | null;
  value: string;
  suggestion: string | null;
  choices: Choice[];
  chosen: string;
  examples: { value: string; rows: number }[];
};

export const verdicts = ["create", "update", "unchanged", "conflict", "rejected"] as const;
export type Verdict = (typeof verdicts)[number];
export type Counts = { object: string; label: string; estimated: number } & Record<Verdict, number>;

export type Target = {
  object: string;
  label: string;
  fields: { field: string; label: string }[];
  asides: { field: string; label: string; group: string | null }[];
  person: boolean;
  links: boolean;
  near: string[];
};

export type Found = {
  key: string;
  label: string;
  count: number;
  object: string;
  filter: Node | null;
  sort: string | null;
};

export type Kept = {
  object: string;
  id: string;
  title: string | null;
  field: string;
  message: string;
  held?: boolean;
};

export type Told = { done: number; total: number; message: string };

export type Import = {
  id: string;
  name: string;
  state: State;
  files: ImportFile[];
  questions: Question[];
  issues: Issue[];
  counts: Counts[];
  found: Found[];
  message: string | null;
  result: { undone?: number; kept?: Kept[]; problems?: number; progress?: Told | null };
  options: { historical?: boolean | null; reason?: string | null };
  targets: Target[];
  job: string | null;
};

export type ImportLine = { id: string; name: string; state: State; created_at: string };

export type Row = {
  id: string;
  object: string;
  verdict: Verdict;
  row: number | null;
  title: string;
  record: string | null;
  problems: { field: string; label: string; code: string; message: string; value: string }[];
};

export type Patch = {
  tables?: Record<
    string,
    { object?: string | null; header_row?: number; columns?: Record<number, string | null>; skip?: boolean }
  >;
  answers?: Record<string, string>;
  fixes?: Record<string, { choice: string }>;
  options?: { historical?: boolean; reason?: string };
};
