import {
  type ComponentType,
  createContext,
  type LazyExoticComponent,
  type ReactNode,
  useContext,
} from "react";
import type { BulkTarget } from "@/api/bulk";
import type { ListParams } from "@/api/records";
import type { FieldMeta, ObjectMeta, RecordData, TimelineItem } from "@/api/types";
import type { Built } from "./built/types";

export type CreateProps = { object: ObjectMeta; onDone: () => void };
export type PanelProps = { object: ObjectMeta; record: RecordData };

/** By way of a record somebody is reached: by which channel, at which moment or on which day; nobody said: absent. */
export type Reaching = PanelProps & { channel?: string; at?: string; day?: string };

/** `onTake`: values somebody chose, and from where they are, for the Log. */
export type LookupProps = {
  object: ObjectMeta;
  values: Record<string, unknown>;
  onTake: (values: Record<string, unknown>, reason: string) => void;
};

/** `fields`: the closed ones; null: all. */
export type Lock = { why: string; fields: string[] | null };

type Bespoke<P> = LazyExoticComponent<ComponentType<P>> | ComponentType<P>;

/** `when`: of which records; `shows`: relations ("object.field") it lists itself, so that the rail need not. */
type Placed = { key: string; when?: (record: RecordData) => boolean; shows?: readonly string[] };

/** What a domain app may add to the generic screens of one object; it never forks a screen. */
export type ObjectExtension = {
  /** A further way to create, offered beside the form from metadata. */
  create?: { label: string; Form: Bespoke<CreateProps> };
  /** A screen on which records are made from something else, offered wherever one makes them; `label` is a text's key.
   * Fields that are given already go along in its address. */
  from?: { label: string; icon: string; to: string; given: string[] };
  /** Below the fields of a new one: filling them from somewhere else. */
  Lookup?: Bespoke<LookupProps>;
  /** Above its columns: what it is at a glance. */
  Card?: Bespoke<PanelProps>;
  /** Within it: lines below its figures. */
  glance?: Omit<Placed, "key"> & { Glance: Bespoke<PanelProps> };
  /** Panels at the top of the record page's side rail. */
  panels?: (Placed & { Panel: Bespoke<PanelProps> })[];
  /** Further tabs of the record page, with the room of its rail; `label` is a text's key. */
  tabs?: (Placed & { label: string; Tab: Bespoke<PanelProps> })[];
  /** The tab its page begins with. */
  first?: string;
  /** Its records are made on screens of their own in the settings: links to one lead there, save to its history. */
  made?: boolean;
  /** Fields with a screen of their own, left out of the record's page. */
  elsewhere?: readonly string[];
  /** Fields and actions that change rights: an administrator is told first what they open. */
  foreseen?: readonly string[];
  /** What is said in the question before an action of this name. */
  asks?: Record<string, Bespoke<PanelProps>>;
  /** Replaces the answer dialog of an action of this name. */
  answers?: Record<string, Bespoke<{ result: unknown; onClose: () => void }>>;
};
export type Later = {
  /** How further kinds of values are built and shown, by the editor their field names. */
  built?: Record<string, Built>;
  /** Screens in place of the lists of some objects of the settings, by plural. */
  sections?: Record<string, Bespoke<object>>;
  /** Writing a mail from any record, and one on its timeline. */
  Write?: Bespoke<PanelProps>;
  Mailed?: Bespoke<{ item: TimelineItem } & Partial<PanelProps>>;
  /** Follow-up mails: where a record stands, and beginning them for records chosen in a list (null: all of it). */
  FollowBar?: Bespoke<PanelProps>;
  Followed?: Bespoke<{ item: TimelineItem }>;
  FollowSeveral?: Bespoke<{
    object: ObjectMeta;
    ids: string[] | null;
    rows: RecordData[];
    params: ListParams;
  }>;
  /** Handing records chosen in a list over to colleagues. */
  HandSeveral?: Bespoke<{ object: ObjectMeta; target: BulkTarget; count: number }>;
  /** Trying assignment rules on them. */
  TrySeveral?: Bespoke<{ object: ObjectMeta; target: BulkTarget }>;
};
/** For every object alike: writing to the timeline, and how something done is shown on it. */
export type Extensions = {
  objects: Record<string, ObjectExtension>;
  Composer?: Bespoke<PanelProps>;
  Happening?: Bespoke<{ item: TimelineItem }>;
  /** What is to be known before somebody is reached by way of a record. */
  Reach?: Bespoke<Reaching>;
  /** What of a record may not be changed for now, and why; null: nothing. */
  useLock?: (object: ObjectMeta, record: RecordData) => Lock | null;
  /** Proposing another value of a field one may not change. */
  Suggest?: Bespoke<PanelProps & { field: FieldMeta; onClose: () => void }>;
  /** Beside the name of every record. */
  Standing?: Bespoke<PanelProps>;
  /** On top of every record's page. */
  Banner?: Bespoke<PanelProps>;
  /** Above the sections of the page a day begins with. */
  Today?: Bespoke<object>;
  /** A comment on the timeline. */
  Said?: Bespoke<{ item: TimelineItem }>;
  /** What screens nobody begins with need besides; fetched once, with the first of them. */
  later?: () => Promise<Later>;
  /** Tells an administrator what a change of rights opens, before it is made. */
  Foresee?: Bespoke<PanelProps & { values: Record<string, unknown>; onGo: () => void; onClose: () => void }>;
  /** Says to an administrator that he only looks, as somebody else. */
  Seen?: Bespoke<object>;
  /** Tells an administrator why somebody sees a record, or not. */
  Why?: Bespoke<PanelProps & { onClose: () => void }>;
  /** A tool in the head of every record. */
  Tool?: Bespoke<PanelProps>;
};

const Context = createContext<Extensions>({ objects: {} });

export function ExtensionsProvider({ value, children }: { value: Extensions; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

const none: ObjectExtension = {};
export const useExtension = (key: string): ObjectExtension => useContext(Context).objects[key] ?? none;
const unlocked = () => null;
/** What of a record may not be changed for now, and why; null: nothing. */
export function useLock(object: ObjectMeta, record: RecordData): Lock | null {
  const { useLock: locked = unlocked } = useContext(Context);
  return locked(object, record);
}
export const useExtensions = (): Extensions => useContext(Context);
