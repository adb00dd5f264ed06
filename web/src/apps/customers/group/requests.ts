import { call } from "@/api/client";
import { keys } from "@/api/keys";
import type { Ref } from "@/api/types";

export const figureNames = [
  "open_count",
  "open_amount",
  "won_amount",
  "contacts",
  "open_tasks",
  "last_contact",
  "left_out",
] as const;
export type FigureName = (typeof figureNames)[number];
/** Amounts are decimals as text, in the company's currency; null: nothing there. */
export type Figures = Partial<Record<FigureName, string | number | null>>;
/** `total`: with all below it, where there are any. */
export type GroupNode = {
  id: string;
  name: unknown;
  owner: Ref | null;
  parent: string | null;
  depth: number;
  own: boolean;
  figures: Figures;
  total: Figures | null;
};
export type Group = {
  nodes: GroupNode[];
  figures: FigureName[];
  more: number;
  cut: boolean;
  note: string | null;
};

/** Among what is kept of the account: whatever happens to accounts asks for this again. */
export const groupKey = (account: string, whole: boolean) =>
  [...keys.record("accounts", account), "group", whole] as const;
export const readGroup = (account: string, whole: boolean, signal?: AbortSignal): Promise<Group> =>
  call("GET", `/accounts/${account}/group`, { query: { whole: whole || undefined }, signal });
