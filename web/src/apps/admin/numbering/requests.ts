import { call } from "@/api/client";

/** How one object's records are numbered; `shipped` is null for an object of the company's own. */
export type Numbered = {
  object: string;
  label: string;
  icon: string;
  pattern: string;
  shipped: string | null;
  count: number;
  next: string;
  record: { plural: string; id: string; version: number } | null;
};

export const readNumbering = (signal?: AbortSignal): Promise<{ items: Numbered[] }> =>
  call("GET", "/numbering", { signal });
