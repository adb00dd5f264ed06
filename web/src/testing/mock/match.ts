import type { RecordData } from "@/api/types";
import { isComplete, isGroup, isNot, isRelated, joinOf, type Node, nodesOf } from "@/lib/criteria";
import { addDays, isoDay } from "@/lib/dates";

const plain = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value;
  if ("amount" in value) return Number(value.amount);
  if ("me" in value) return "u0";
  if ("id" in value) return value.id;
  if ("raw" in value) return value.raw;
  if (Array.isArray(value)) return value.map(plain);
  return JSON.stringify(value);
};

function within(value: string, wanted: { rel: string; n?: number }): boolean {
  const now = new Date();
  const span = (from: number, to: number) =>
    value.slice(0, 10) >= isoDay(addDays(now, from)) && value.slice(0, 10) <= isoDay(addDays(now, to));
  if (wanted.rel === "today") return span(0, 0);
  if (wanted.rel === "last_days") return span(-(wanted.n ?? 0), 0);
  if (wanted.rel === "next_days") return span(0, wanted.n ?? 0);
  if (wanted.rel === "this_month") return value.slice(0, 7) === isoDay(now).slice(0, 7);
  if (wanted.rel === "this_year") return value.slice(0, 4) === isoDay(now).slice(0, 4);
  return span(-31, 31);
}

function holds(have: unknown, op: string, want: unknown): boolean {
  const empty =
    have === null || have === undefined || have === "" || (Array.isArray(have) && have.length === 0);
  if (op === "empty") return empty;
  if (op === "nempty") return !empty;
  if (empty) return op === "ne" || op === "nin" || op === "has_none" || op === "ncontains";
  const text = String(have).toLowerCase();
  const asked = String(want).toLowerCase();
  const list = (Array.isArray(want) ? want : [want]).map(plain);
  const number = (value: unknown) => (typeof have === "number" ? Number(value) : String(value));
  const compared = number(have) as number;
  const bound = number(want) as number;
  switch (op) {
    case "eq":
      return have === want || compared === bound;
    case "ne":
      return have !== want;
    case "in":
      return list.includes(have);
    case "nin":
      return !list.includes(have);
    case "contains":
      return text.includes(asked);
    case "ncontains":
      return !text.includes(asked);
    case "starts":
      return text.startsWith(asked);
    case "ends":
      return text.endsWith(asked);
    case "lt":
      return compared < bound;
    case "lte":
      return compared <= bound;
    case "gt":
      return compared > bound;
    case "gte":
      return compared >= bound;
    case "between":
      return compared >= (number(list[0]) as number) && compared <= (number(list[1]) as number);
    case "within":
      return within(String(have), want as { rel: string; n?: number });
    case "has_any":
      return Array.isArray(have) && have.some((one) => list.includes(one));
    default:
      return true;
  }
}

/** The mock's reading of Criteria; good enough to develop against, the server's is the real one. */
export function matches(record: RecordData, node: Node | null): boolean {
  if (!node) return true;
  if (isGroup(node)) {
    const nodes = nodesOf(node);
    return joinOf(node) === "and"
      ? nodes.every((child) => matches(record, child))
      : nodes.some((child) => matches(record, child));
  }
  if (isNot(node)) return !matches(record, node.not);
  if (isRelated(node) || !isComplete(node)) return true;
  return holds(
    plain(record[node.field]),
    node.op,
    Array.isArray(node.value) ? node.value : plainOperand(node.value),
  );
}

const plainOperand = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "rel" in value ? value : plain(value);

export const sortable = (value: unknown): string | number => {
  const one = plain(value);
  return typeof one === "number" ? one : String(one ?? "");
};
