import type { Node } from "@/lib/criteria";
import { call } from "./client";
import { TELL } from "./duplicates";
import { together } from "./together";
import type {
  Board,
  ExternalNumber,
  LogEntry,
  Page,
  RecordData,
  SearchHit,
  Tie,
  TimelinePage,
  Totals,
  UndoResult,
  Views,
} from "./types";

export type ListParams = {
  q?: string;
  filter?: Node | null;
  sort?: string;
  scope?: string;
  fields?: string;
  deleted?: boolean;
  /** Each record says why `q` finds it, as `found`. */
  found?: boolean;
};
/** `ties`: each record says what it is about, as `related`. */
type Paging = { ties?: boolean; limit?: number; cursor?: string | null; count?: boolean };

const asked = (params: ListParams & Paging) => ({
  ...params,
  count: params.count ? 1 : undefined,
  ties: params.ties || undefined,
});

export const listRecords = (
  plural: string,
  params: ListParams & Paging,
  signal?: AbortSignal,
): Promise<Page> => call("GET", `/${plural}`, { query: asked(params), signal });

/** A short list on another record's page. */
export const relatedRecords = (
  plural: string,
  params: ListParams & Paging,
  signal?: AbortSignal,
): Promise<Page> => together(`/${plural}`, asked(params), signal);

export const externalNumbersOf = (
  plural: string,
  id: string,
  signal?: AbortSignal,
): Promise<{ items: ExternalNumber[] }> => together(`/${plural}/${id}/external-numbers`, {}, signal);

export const totalsOf = (
  plural: string,
  params: ListParams & { group?: string; sum?: string },
  signal?: AbortSignal,
): Promise<Totals> => call("GET", `/${plural}/totals`, { query: params, signal });

export const boardOf = (
  plural: string,
  params: ListParams & { field: string; pipeline?: string; limit?: number },
  signal?: AbortSignal,
): Promise<Board> => call("GET", `/${plural}/board`, { query: params, signal });

export const viewsOf = (plural: string, signal?: AbortSignal): Promise<Views> =>
  call("GET", `/${plural}/views`, { signal });

export const readRecord = (plural: string, id: string, signal?: AbortSignal): Promise<RecordData> =>
  call("GET", `/${plural}/${id}`, { signal });

export const tiesOf = (activity: string, signal?: AbortSignal): Promise<{ items: Tie[] }> =>
  call("GET", "/ties", { query: { activity }, signal });

export const createRecord = (
  plural: string,
  values: object,
  byRules = false,
  reason?: string,
): Promise<RecordData> => call("POST", `/${plural}`, { body: values, duplicates: TELL, byRules, reason });

export const changeRecord = (
  plural: string,
  id: string,
  values: object,
  version: number,
  reason?: string,
): Promise<RecordData> =>
  call("PATCH", `/${plural}/${id}`, { body: { ...values, version }, duplicates: TELL, reason });

export const deleteRecord = (plural: string, id: string, version: number): Promise<{ change?: string }> =>
  call("DELETE", `/${plural}/${id}`, { body: { version } });

export const restoreRecord = (plural: string, id: string): Promise<RecordData> =>
  call("POST", `/${plural}/${id}/restore`, { body: {} });

/** `record` is its id alone when the action took it out of the caller's sight. */
export const runAction = (
  plural: string,
  id: string,
  name: string,
  input: object,
): Promise<{ record: RecordData; result: unknown; change?: string }> =>
  call("POST", `/${plural}/${id}/actions/${name}`, { body: input });

export const undoChange = (change: string): Promise<UndoResult> =>
  call("POST", `/changes/${change}/undo`, { body: {} });

export const timelineOf = (
  plural: string,
  id: string,
  params: { cursor?: string | null; kind?: string; q?: string },
  signal?: AbortSignal,
): Promise<TimelinePage> => together(`/${plural}/${id}/timeline`, params, signal);

/** Puts something of a record's timeline on top of it, or takes it down. */
export const setPin = (
  object: string,
  id: string,
  item: { stream: string; item: string; pinned: boolean },
): Promise<unknown> => call("POST", "/pins", { body: { object, id, ...item } });

export const logOf = (
  plural: string,
  id: string,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<Page<LogEntry>> => call("GET", `/${plural}/${id}/log`, { query: { cursor }, signal });

export const search = (q: string, signal?: AbortSignal, object?: string): Promise<Page<SearchHit>> =>
  call("GET", "/search", { query: { q, limit: 12, object }, signal });

/** `similar`: hits of what was likely meant, where there are few; `meant`: how that is spelt. */
export type Found = { items: SearchHit[]; similar: SearchHit[]; meant: string };

export const searchAll = (q: string, signal?: AbortSignal): Promise<Found> =>
  call("GET", "/search", { query: { q, limit: 20, similar: true }, signal });

/** One masked value in full, and how many more may be looked at today. */
export const unmaskValue = (
  plural: string,
  id: string,
  field: string,
): Promise<{ value: unknown; left: number }> => call("POST", `/${plural}/${id}/unmask`, { body: { field } });

/** `fields`: labels of what is the same; `fills`: the field of the typed record this one belongs into. */
export type LikelyHit = SearchHit & { fields: string[]; fills: string | null };

/** Visible records that are likely what somebody types. */
export const likelyTo = (
  object: string,
  values: Record<string, string>,
  signal?: AbortSignal,
  besides?: string,
): Promise<Page<LikelyHit>> => call("POST", "/likely", { body: { object, values, besides }, signal });

export const asOf = (plural: string, id: string, at: string, signal?: AbortSignal): Promise<RecordData> =>
  call("GET", `/${plural}/${id}/as-of`, { query: { at }, signal });
