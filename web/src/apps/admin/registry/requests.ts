import { call } from "@/api/client";

/** The service as administrators see it; its key never comes back. */
export type Service = { url: string; per_day: number; has_key: boolean };
export type Described = { on: boolean; service?: Service | null };
/** Without `key` the one there is stays. */
export type Wanted = { url: string; per_day: number; key?: string };

export const readService = (signal?: AbortSignal): Promise<Described> => call("GET", "/registry", { signal });
export const saveService = (body: Wanted): Promise<Described> => call("POST", "/registry", { body });
export const removeService = (): Promise<unknown> => call("DELETE", "/registry", { body: {} });
export type Tried = { hits: { name: string; code: string; status: string | null }[]; left: number };
/** Asks it once, which counts. */
export const tryService = (q: string): Promise<Tried> => call("GET", "/registry/companies", { query: { q } });
