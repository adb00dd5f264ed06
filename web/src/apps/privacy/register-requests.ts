import { apiUrl, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { Option } from "./requests";

export const entries = "personal-fields";
/** What is said of a field that tells of persons; `origin`: by the company, by us, or by nobody yet. */
export type Kept = {
  field: string;
  label: string;
  kind: string;
  custom: boolean;
  origin: "set" | "suggested" | "missing";
  purposes: string[];
  basis: string | null;
  months: number | null;
  after: string;
  date_field: string | null;
  then: string;
  note: string | null;
  record: string | null;
};
export type OfObject = {
  object: string;
  label: string;
  icon: string;
  only: string | null;
  dates: Option[];
  fields: Kept[];
};
export type Register = {
  objects: OfObject[];
  missing: number;
  choices: { purposes: Option[]; bases: Option[]; after: Option[]; then: Option[] };
};

export const registerKey = [...keys.rows(entries), "register"];
export const readRegister = (signal?: AbortSignal): Promise<Register> =>
  call("GET", "/privacy/register", { signal });
export const registerFile = (): string => apiUrl("/privacy/register.xlsx");
