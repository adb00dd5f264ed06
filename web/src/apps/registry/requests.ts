import { call } from "@/api/client";

/** A company that may be meant. */
export type Hit = { name: string; code: string; person: string | null; status: string | null };
/** `fields`: what fits the account's; `lines`: what it has no field for; `reason`: date and source, for the Log. */
export type Facts = {
  fields: { field: string; value: unknown }[];
  lines: { label: string; text: string }[];
  /** In which state it is when it does business no more. */
  ended: string | null;
  reason: string;
  left: number;
};

export const readRegistry = (signal?: AbortSignal): Promise<{ on: boolean }> =>
  call("GET", "/registry", { signal });
export const findCompanies = (q: string): Promise<{ hits: Hit[]; left: number }> =>
  call("GET", "/registry/companies", { query: { q } });
export const readCompany = (code: string): Promise<Facts> =>
  call("GET", `/registry/companies/${encodeURIComponent(code)}`);
