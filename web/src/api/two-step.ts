import { call, setCsrf } from "./client";
import { keep } from "./session";
import type { Session } from "./types";

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

/** Leaves for the company's own sign-in; it comes back to `/sign-in/provider`. */
export const goToProvider = async (asked: { link?: boolean; invitation?: string } = {}): Promise<void> => {
  const { url } = await call<{ url: string }>("POST", "/session/provider", { body: asked });
  if (/^https?:/.test(url)) location.assign(url);
};
export const comeBack = async (sent: {
  code?: string;
  state?: string;
  iss?: string;
  error?: string;
}): Promise<Session> => keep(await call<Session>("POST", "/session/provider/back", { body: sent }));
export const unlinkProvider = (): Promise<unknown> => call("DELETE", "/session/provider", { body: {} });
