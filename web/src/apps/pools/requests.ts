import { call } from "@/api/client";
import type { Ref } from "@/api/types";

/** One stay of a record with an owner, or with nobody. */
export type Stay = {
  id: number;
  owner: Ref | null;
  since: string;
  until: string | null;
  how: { value: string; label: string; color: string | null };
  by: Ref | null;
  reason: string;
};
export type History = { items: Stay[]; more: boolean };

export const readOwnership = (object: string, id: string, signal?: AbortSignal): Promise<History> =>
  call("GET", "/ownership", { query: { object, id }, signal });
