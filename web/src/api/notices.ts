import { call } from "./client";
import { ofRecord } from "./together";
import type { Page, Ref } from "./types";

export type Notice = {
  id: string;
  at: string;
  read: boolean;
  reason: string;
  why: string;
  what: string;
  text: string;
  object: string;
  plural: string;
  label: string;
  record: Ref | null;
  records: string[];
  actor: Ref | null;
  comment: string | null;
  count: number;
};
export type NoticePage = Page<Notice> & { unread: number };
export type Comment = { id: string; body: string; mentions: Ref[]; owner: Ref | null; created_at: string };
export type Mentionable = { id: string; title: string; team: boolean; sees: boolean };
export type NoticeSettings = {
  follow_mine: boolean;
  silent: string[];
  mail: string[];
  digest: "off" | "hourly" | "daily";
  quiet_from: string | null;
  quiet_until: string | null;
  reasons: { value: string; label: string }[];
};

/** Keys of everything that a live "notice" makes stale. */
export const noticeKeys = {
  all: ["notices"] as const,
  count: ["notices", "count"] as const,
  list: (unread: boolean) => ["notices", "list", unread] as const,
  settings: ["notices", "settings"] as const,
};

/** `waiting`: how many records of an object wait for me. */
export type Counts = { unread: number; waiting: Record<string, number> };
export const countNotices = (signal?: AbortSignal): Promise<Counts> =>
  call("GET", "/notices/count", { signal });

export const listNotices = (
  unread: boolean,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<NoticePage> => call("GET", "/notices", { query: { unread: unread || undefined, cursor }, signal });

export const markRead = (which: { ids?: string[]; record?: string; all?: boolean }): Promise<unknown> =>
  call("POST", "/notices/read", { body: which });

export const readFollow = (
  object: string,
  id: string,
  signal?: AbortSignal,
): Promise<{ following: boolean }> => ofRecord("/follows", object, id, signal);

export const setFollow = (object: string, id: string, following: boolean): Promise<{ following: boolean }> =>
  call("POST", "/follows", { body: { object, id, following } });

export const findPeople = (
  object: string,
  id: string,
  q: string,
  signal?: AbortSignal,
): Promise<{ items: Mentionable[] }> => call("GET", "/comments/people", { query: { object, id, q }, signal });

/** `mark`: how a superior judges what was done. */
export const addComment = (
  object: string,
  id: string,
  body: string,
  calls: { mentions: string[]; mention_teams: string[] },
  mark?: string | null,
): Promise<Comment> =>
  call("POST", "/comments", { body: { object, id, body, ...calls, mark: mark ?? undefined } });

/** When I had this page open before, and that I have it open now. */
export const lookAt = (object: string, id: string): Promise<{ since: string | null }> =>
  call("POST", "/looks", { body: { object, id } });

export const removeComment = (id: string): Promise<unknown> =>
  call("DELETE", `/comments/${id}`, { body: {} });

export const readNoticeSettings = (signal?: AbortSignal): Promise<NoticeSettings> =>
  call("GET", "/notices/settings", { signal });

export const changeNoticeSettings = (change: Partial<NoticeSettings>): Promise<NoticeSettings> =>
  call("PATCH", "/notices/settings", { body: change });
