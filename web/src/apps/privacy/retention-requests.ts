import { call } from "@/api/client";
import { keys } from "@/api/keys";
import { entries } from "./register-requests";

export type Named = { id: string; title: string | null };
/** Records of one object whose time is over by one entry of the register. */
export type Group = {
  object: string;
  plural: string | null;
  label: string;
  field: string;
  then: "erase" | "blank";
  does: string;
  why: string;
  count: number;
  items: Named[];
};
export type Retained = {
  on: boolean;
  nightly: number;
  counted: number;
  groups: Group[];
  holds: (Named & {
    object: string;
    plural: string | null;
    label: string;
    reason: string;
    until: string | null;
  })[];
};

export const retentionKey = [...keys.rows(entries), "retention"];
export const readRetention = (signal?: AbortSignal): Promise<Retained> =>
  call("GET", "/privacy/retention", { signal });
export const retainNow = (): Promise<{ job: string }> => call("POST", "/privacy/retention");
export const holdRecord = (object: string, id: string, reason: string): Promise<unknown> =>
  call("POST", "/privacy/holds", { body: { object, id, reason } });
export const liftHold = (object: string, id: string): Promise<unknown> =>
  call("POST", "/privacy/holds/lifted", { body: { object, id } });
