import { call, setCsrf } from "./client";
import type { Job, Meta, Session, Today } from "./types";

/** The session as it is now; writes bring its proof. */
export const keep = <T extends Session>(session: T): T => {
  setCsrf(session.csrf);
  return session;
};

export const readSession = async (signal?: AbortSignal): Promise<Session> =>
  keep(await call<Session>("GET", "/session", { signal }));

export const signIn = async (email: string, password: string): Promise<Session> =>
  keep(await call<Session>("POST", "/session", { body: { email, password } }));

export const signOut = (): Promise<unknown> => call("DELETE", "/session", { body: {} });

export const saveTaste = (taste: { language?: string; theme?: string }): Promise<unknown> =>
  call("PATCH", "/session", { body: taste });

export const changePassword = (values: { old: string; new: string }): Promise<unknown> =>
  call("POST", "/session/password", { body: values });

export type Invitation = { name: string; email: string; company: string; sees: string[]; password: boolean };
export const readInvitation = (token: string, signal?: AbortSignal): Promise<Invitation> =>
  call("GET", `/invitations/${token}`, { signal });

export const acceptInvitation = async (token: string, password: string): Promise<Session> =>
  keep(await call<Session>("POST", `/invitations/${token}`, { body: { password } }));

export type InviteLink = { url: string; qr_svg: string; sees: string[]; expires: string };
export const inviteUser = (id: string): Promise<InviteLink> =>
  call("POST", `/users/${id}/actions/invite`, { body: {} });

export type OwnSession = {
  id: string;
  current?: boolean;
  agent?: string | null;
  address?: string | null;
  created_at?: string | null;
  seen_at?: string | null;
};
export const listSessions = (signal?: AbortSignal): Promise<{ items: OwnSession[] }> =>
  call("GET", "/sessions", { signal });
export const endSession = (id: string): Promise<unknown> => call("DELETE", `/sessions/${id}`, { body: {} });

export type ApiKey = {
  id: string;
  name: string;
  hint?: string | null;
  expires?: string | null;
  used_at?: string | null;
  created_at?: string | null;
};
export const listApiKeys = (signal?: AbortSignal): Promise<{ items: ApiKey[] }> =>
  call("GET", "/api-keys", { signal });
export const createApiKey = (values: {
  name: string;
  days: number;
}): Promise<{ id: string; name: string; key: string; expires: string | null }> =>
  call("POST", "/api-keys", { body: values });
export const deleteApiKey = (id: string): Promise<unknown> => call("DELETE", `/api-keys/${id}`, { body: {} });

export const readMeta = (signal?: AbortSignal): Promise<Meta> => call("GET", "/meta", { signal });

export const readToday = (scope: string, signal?: AbortSignal): Promise<Today> =>
  call("GET", "/today", { query: { scope }, signal });

export const readJob = (id: string, signal?: AbortSignal): Promise<Job> =>
  call("GET", `/jobs/${id}`, { signal });

export const startExport = (body: object): Promise<{ id: string; job?: string }> =>
  call("POST", "/exports", { body });

export const startCompany = (body: {
  start: "demo" | "own";
  company?: string;
  currency?: string;
  language?: string;
  time_zone?: string;
}): Promise<{ job: string | null } | undefined> => call("POST", "/setup", { body });

export const removeDemo = (): Promise<{ job?: string | null } | undefined> =>
  call("DELETE", "/demo", { body: {} });
