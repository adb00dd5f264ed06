import type { Node } from "@/lib/criteria";
import type { Language } from "@/lib/language";

export const fieldKinds = [
  "text",
  "translated",
  "longtext",
  "richtext",
  "integer",
  "decimal",
  "percent",
  "money",
  "date",
  "datetime",
  "boolean",
  "choice",
  "multichoice",
  "tags",
  "reference",
  "multireference",
  "user",
  "department",
  "email",
  "phone",
  "im",
  "url",
  "address",
  "file",
  "rating",
  "autonumber",
  "json",
] as const;
export type FieldKind = (typeof fieldKinds)[number];

/** `words`: other words it is found by. */
export type Choice = { value: string; label: string; color?: string | null; words?: string };

export type FieldMeta = {
  name: string;
  label: string;
  help?: string;
  kind: FieldKind;
  required: boolean;
  readonly: boolean;
  /** Whether people of the company made it. */
  custom?: boolean;
  /** Whether this person sees only a hint of its values. */
  masked?: boolean;
  /** Whether nobody fills it in by hand. */
  closed?: boolean;
  /** Whether it is worked out while lists are read, and stored nowhere. */
  reckoned?: boolean;
  multiple?: boolean;
  sortable: boolean;
  filterable: boolean;
  /** Where a masked value of it may be shown in full: the path of its object. */
  unmask?: string | null;
  groupable: boolean;
  operators: string[];
  choices?: Choice[];
  target?: string | null;
  unit?: string | null;
  precision?: number | null;
  max_length?: number | null;
  /** Most bytes of a file. */
  max_size?: number;
  /** false: digits of a number stand in one row, as of a year. */
  grouping?: boolean;
  sample?: unknown;
  /** How its value is built, where nobody should type it. */
  editor?: string | null;
  /** What of its values tells records apart: kinds that compare with those of other fields. */
  keys?: string[];
  /** An action's input that begins with what the record has. */
  own?: boolean;
  /** The object tags are of, whose groups they stand in. */
  of?: string;
  /** Which records a reference is offered here: said by a screen, not by the server. */
  within?: Node;
};

/** What an action asks for: a field that is entered only. */
export type InputMeta = Omit<FieldMeta, "sortable" | "filterable" | "groupable" | "operators">;
/** `minor`: offered in the menu only. */
export type ActionMeta = Partial<Record<"danger" | "minor" | "bulk", boolean>> & {
  name: string;
  label: string;
  icon?: string | null;
  /** Where it is of use: records whose field has one of the values. */
  offered?: { field: string; values: string[] } | null;
  input: InputMeta[];
};

/** `field` is null where the tie is a record of its own (activities). */
export type RelatedMeta = { object: string; field: string | null; label: string; name?: string };

export type Rights = Record<
  "read" | "create" | "update" | "delete" | "export" | "import" | "assign" | "merge",
  boolean
>;

/** A rule about fields: while `when` holds (null: always) they are required, closed, shown, or `must` has to hold. */
export type RuleMeta = {
  effect: "required" | "readonly" | "visible" | "valid";
  fields: string[];
  when: Node | null;
  must: Node | null;
  message: string;
};

export type SettingsSection = "people" | "model" | "process" | "mail" | "business" | "time" | "other";

export type ObjectMeta = {
  key: string;
  plural: string;
  label: string;
  label_plural: string;
  icon: string;
  group: "data" | "sales" | "settings";
  /** Part of the settings its list stands in; null: none of them. */
  section?: SettingsSection | null;
  title: string;
  /** What the column is called that says what its records are about; null where they are about nothing else. */
  ties?: string | null;
  columns: string[];
  sections: { label: string; fields: string[]; columns?: 1 | 2 }[];
  quick: string[];
  board: string | null;
  /** The action that moves a card; without one the field itself is written. */
  board_action?: string | null;
  sort?: string | null;
  timeline?: boolean;
  rights: Rights;
  actions: ActionMeta[];
  related: RelatedMeta[];
  fields: FieldMeta[];
  rules?: RuleMeta[];
  /** Whether rules can say who gets a new one. */
  by_rules?: boolean;
};

export type Meta = {
  version: string;
  language: Language;
  base_currency?: string;
  off?: string[];
  objects: ObjectMeta[];
};

export type Ref = { id: string; title: string | null };

export type RecordData = {
  id: string;
  version: number;
  number?: string | null;
  owner?: Ref | null;
  department?: Ref | null;
  created_at?: string;
  updated_at?: string;
  _can?: { update: boolean; delete: boolean; share: boolean; merge?: boolean };
  [field: string]: unknown;
};

/** A record something is about. */
/** What another system calls a record: the id column of the file it came from. */
export type ExternalNumber = { system: string; number: string; file: string | null; at: string | null };

export type Tie = { object: string; id: string; title: string };

export type Page<T = RecordData> = {
  items: T[];
  next: string | null;
  count?: number;
  count_capped?: boolean;
  /** How what was likely meant is spelt, where nothing is called what was typed. */
  meant?: string;
};

export type ViewColumn = { field: string; width?: number | null };
/** What a saved view keeps of a list. */
export type ViewDefinition = {
  filter?: unknown;
  q?: string;
  sort?: string;
  scope?: string;
  columns?: ViewColumn[];
  group?: string;
  date?: string;
  span?: "month" | "week";
  pipeline?: string;
};
export type ViewKind = "list" | "board" | "calendar" | "tiles";
/** `dropped`: parts left out because this person may not use them. */
export type SavedView = {
  id: string;
  version: number;
  name: string;
  kind: ViewKind;
  owner: Ref | null;
  opens: boolean;
  mine: boolean;
  shared: boolean;
  dropped: number;
  to_everybody: boolean;
  to_roles: Ref[] | null;
  to_departments: Ref[] | null;
  to_teams: Ref[] | null;
  definition: ViewDefinition;
};
export type Views = {
  items: SavedView[];
  pinned: string[];
  first: string | null;
  choice: { id: string; version: number } | null;
};

export type Group = {
  value: unknown;
  label: string | null;
  count: number;
  sum: Record<string, Added | null>;
  left_out?: Record<string, LeftOut>;
  /** Of places: which records are there. */
  filter?: Node;
};
/** Amounts without a rate, which a sum is without. */
export type LeftOut = { count: number; of: number; currencies: string[] };
/** A sum: money and decimals as texts, whole numbers as numbers. */
export type Added = string | number;

export type Totals = {
  groups: Group[];
  count: number;
  note?: string | null;
  sum?: Record<string, Added | null>;
  left_out?: Record<string, LeftOut>;
};

export type BoardColumn = {
  value: string | null;
  label: string | null;
  color?: string | null;
  kind?: "open" | "won" | "lost" | null;
  count: number;
  sum: string | null;
  left_out?: LeftOut | null;
  items: RecordData[];
  next: string | null;
  /** The list that goes on where the cards end. */
  filter?: unknown;
};
/** `sum_field`: the amount that is added up, null where there is none. */
export type Board = { columns: BoardColumn[]; sum_field?: string | null; note?: string | null };

export type Diff = { field: string; label: string; before: unknown; after: unknown };

export type TimelineItem = {
  id: string;
  at: string;
  kind: "activity" | "log" | "comment" | "record";
  object?: string;
  /** What it is about besides the record whose timeline this is. */
  related?: (Ref & { object: string })[];
  verb: string;
  actor: Ref | null;
  activity?: RecordData;
  comment?: RecordData;
  /** What was said of an activity, the earliest first. */
  said?: RecordData[];
  /** That whoever did it reports to me. */
  led?: boolean;
  text: string | null;
  changes: Diff[];
  action?: string | null;
  via?: string | null;
  /** What a note keeps besides; the people it names as Refs. */
  data?: Record<string, unknown> | null;
  former?: Former;
};

/** On the first page also what is pinned, and the kinds it may be narrowed to. */
export type TimelinePage = Page<TimelineItem> & {
  pinned?: TimelineItem[];
  /** Of an activity's own line: that whoever did it reports to me. */
  led?: boolean;
  kinds?: { key: string; label: string }[];
};

/** A record that went up into another, as far as the reader may know what it was called. */
export type Former = { id: string; number: string | null; title: string | null };

export type LogEntry = {
  id: string;
  at: string;
  actor: Ref | null;
  behalf?: Ref | null;
  via?: string | null;
  action?: string | null;
  reason?: string | null;
  change: string;
  verb: string;
  changes: Diff[];
  former?: Former;
};

export type SearchHit = {
  object: string;
  id: string;
  title: string;
  subtitle?: string | null;
  number?: string | null;
  owner?: Ref | null;
  matched?: string | null;
  parts?: string[];
};

export type Scope = { id: string; name: string; kind: "me" | "team" | "department" };

export type SessionUser = {
  id: string;
  name: string;
  email: string;
  language: Language;
  theme?: "light" | "dark" | "system" | null;
  department: Ref | null;
  roles: { id: string; name: string }[];
  admin: boolean;
  is_manager: boolean;
  two_step?: boolean;
  linked?: boolean;
};

export type Company = {
  name: string;
  currency: string;
  language?: string;
  demo: boolean;
  logo?: string | null;
};
/** `empty`: nobody has chosen yet how to begin, and this person may. */
export type Setup = { demo: boolean; empty: boolean };
/** `waits`: the password was right, but a code from the phone, or setting that up, is still missing. */
export type SignedOut = {
  user: null;
  company?: Company;
  csrf: string;
  waits?: "" | "code" | "enrol";
  provider?: Provider | null;
};
export type SignedIn = {
  /** The administrator who only looks, as this person. */
  seen_by?: Ref | null;
  user: SessionUser;
  company: Company;
  setup: Setup;
  csrf: string;
  teams: Scope[];
  provider?: Provider | null;
};
/** The company's own sign-in, where there is one. */
export type Provider = { label: string; required: boolean };
export type Session = SignedOut | SignedIn;

export type TodaySection = {
  key: string;
  label: string;
  count: number;
  object: string;
  filter: unknown;
  /** Whether these fall due on a day; others are lists that are always there. */
  dated: boolean;
  items: (RecordData & { about?: { object: string; id: string; title: string }[] })[];
};
export type Today = {
  period: { from: string; to: string; shifted: boolean; note?: string | null };
  sections: TodaySection[];
};

export type Job = {
  id: string;
  kind: string;
  state: "queued" | "running" | "done" | "failed";
  done: number;
  total: number | null;
  message?: string | null;
  result?: unknown;
};

export type UndoResult = {
  undone: number;
  kept: { object: string; id: string; title: string | null; field: string; message: string }[];
  /** Of a merge: whether something this person does not see was left as it is. */
  others?: boolean;
};

/** What is to be known before somebody is reached: he said no, would rather have it otherwise, was not asked yet. */
export type ReachNote = { tone: "against" | "rather" | "unasked"; text: string };
