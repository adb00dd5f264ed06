import type { RecordData } from "@/api/types";
import { readCriteria } from "@/lib/criteria";
import type { Language } from "@/lib/language";
import { readSort } from "@/lib/list-state";
import { makeStore } from "./data";
import { matches, sortable } from "./match";

export type Reply = { status: number; body: unknown };
export type Body = Record<string, unknown>;
export type Call = {
  method: string;
  parts: string[];
  query: URLSearchParams;
  body: Body;
  language: Language;
};

export const store = makeStore();

export const ok = (body: unknown, status = 200): Reply => ({ status, body });
export function select(plural: string, query: URLSearchParams): RecordData[] {
  const filter = readCriteria(JSON.parse(query.get("filter") ?? "null"));
  const q = (query.get("q") ?? "").toLowerCase();
  const scope = query.get("scope");
  const found = (store[plural] ?? []).filter(
    (record) =>
      !record.deleted &&
      matches(record, filter) &&
      (!q || JSON.stringify([record.name, record.subject, record.phone]).toLowerCase().includes(q)) &&
      (scope !== "me" || record.owner?.id === "u0"),
  );
  const [key] = readSort(query.get("sort") ?? "");
  if (!key) return found;
  const turn = key.desc ? -1 : 1;
  return [...found].sort((a, b) => {
    const left = sortable(a[key.field]);
    const right = sortable(b[key.field]);
    return left < right ? -turn : left > right ? turn : 0;
  });
}

export const sumOf = (rows: RecordData[], name: string): string =>
  String(rows.reduce((sum, row) => sum + Number((row[name] as { amount?: string } | null)?.amount ?? 0), 0));
