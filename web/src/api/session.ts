import { call, setCsrf } from "./client";
import type { Job, Meta, Session, Today } from "./types";

const keep = <T extends Session>(session: T): T => {
  setCsrf(session.csrf);
  return session;
};

export const readSession = async (signal?: AbortSignal): Promise<Session> =>
  keep(await call<Session>("GET", "/session", { signal }));

export const signIn = async (email: string, password: string): Promise<Session> =>
  keep(await call<Session>("POST", "/session", { body: { email, password } }));

/** The second step: what the authenticator shows, or a recovery code. */
export const giveCode = async (code: string): Promise<Session> =>
  keep(await call<Session>("POST", "/session/code", { body: { code } }));

/** Shows that it is still the same person, for what is guarded. */
export const proveSelf = (proof: { password?: string; code?: string }): Promise<unknown> =>
  call("POST", "/session/proof", { body: proof });

export type TwoStep = { on: boolean; since: string | null; codes: number; required: boolean };
export const readTwoStep = (signal?: AbortSignal): Promise<TwoStep> => call("GET", "/two-step", { signal });

export type Begun = { secret: string; uri: string; qr_svg: string };
export const beginTwoStep = (): Promise<Begun> => call("POST", "/two-step", { body: {} });

/** Ten recovery codes; during sign-in the session, whole from now on, comes with them. */
export type Codes = { codes: string[] } & Partial<Session>;
export const confirmTwoStep = async (code: string): Promise<Codes> => {
  const answer = await call<Codes>("POST", "/two-step/confirm", { body: { code } });
  if (answer.csrf) setCsrf(answer.csrf);
  return answer;
};
export const renewCodes = (): Promise<Codes> => call("POST", "/two-step/codes", { body: {} });
export const endTwoStep = (): Promise<unknown> => call("DELETE", "/two-step", { body: {} });

export const signOut = (): Promise<unknown> => call("DELETE", "/session", { body: {} });

export const saveTaste = (taste: { language?: string; theme?: string }): Promise<unknown> =>
  call("PATCH", "/session", { body: taste });

export const changePassword = (values: { old: string; new: string }): Promise<unknown> =>
  call("POST", "/session/password", { body: values });

export type Invitation = { name: string; email: string; company: string; sees: string[] };
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
}): Promise<{ job: string | null } | undefined> => call("POST", "/setup", { body });

export const removeDemo = (): Promise<{ job?: string | null } | undefined> =>
  call("DELETE", "/demo", { body: {} });
