import { type Condition, isGroup, isNot, isRelated, joinOf, type Node, nodesOf, takesList } from "./criteria";

/** What the verdict needs to know of a field: its kind, and the currency amounts are compared in. */
export type Judged = { kind: string; unit?: string | null };
/** Yes, no, or not for us to say: the server knows more (rates, time zones, who is on a team). */
export type Verdict = boolean | undefined;
type Values = Record<string, unknown>;
type Known = { fields: Map<string, Judged>; me?: string };

const words = new Set(["text", "longtext", "autonumber", "email", "url"]);
const numbers = new Set(["integer", "rating", "decimal", "percent", "money"]);
const single = new Set(["choice", "reference", "user", "department", "boolean"]);
const sets = new Set(["multichoice", "tags", "multireference"]);
const forEmpty = new Set(["ne", "nin", "ncontains", "has_none", "empty"]);
const opposite: Record<string, string> = { ne: "eq", nin: "in", ncontains: "contains", has_none: "has_any" };
const same: Record<string, string> = { before: "lt", after: "gt" };
/** Digits a number keeps exactly. */
const exact = 15;

const isNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === "" ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === "object" && value !== null && Object.keys(value).length === 0);

/** Lower case character by character, as the database does it. */
const lower = (text: string): string =>
  [...text.normalize("NFC").trim()].map((char) => [...char.toLowerCase()][0] ?? char).join("");

const idOf = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "id" in value ? value.id : value;

function numberOf(value: unknown, { unit }: Judged): number | undefined {
  let plain = value;
  if (typeof value === "object" && value !== null && "amount" in value) {
    if ("currency" in value && value.currency !== unit) return undefined;
    plain = value.amount;
  }
  const text = String(plain);
  const found = Number(text);
  return text.replace(/\D/g, "").length > exact || Number.isNaN(found) ? undefined : found;
}

const day = (value: unknown): string | undefined =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;

function compared(op: string, have: string | number, want: (string | number)[]): Verdict {
  const [first = "", last = ""] = want;
  if (op === "in" || op === "eq") return want.includes(have);
  if (op === "lt") return have < first;
  if (op === "lte") return have <= first;
  if (op === "gt") return have > first;
  if (op === "gte") return have >= first;
  if (op === "between") return have >= first && have <= last;
  if (typeof have !== "string" || typeof first !== "string") return undefined;
  if (op === "contains") return have.includes(first);
  if (op === "starts") return have.startsWith(first);
  return op === "ends" ? have.endsWith(first) : undefined;
}

function inSet(op: string, have: unknown, want: unknown[]): Verdict {
  const held = new Set((have as unknown[]).map(idOf));
  if (op === "has_any") return want.some((each) => held.has(each));
  return op === "has_all" ? want.every((each) => held.has(each)) : undefined;
}

/** Each value as it is compared; undefined as soon as one cannot be. */
function keys(field: Judged, values: unknown[]): (string | number)[] | undefined {
  const found = values.map((value) => {
    if (words.has(field.kind)) return typeof value === "string" ? lower(value) : undefined;
    if (numbers.has(field.kind)) return numberOf(value, field);
    if (field.kind === "date") return day(value);
    const id = idOf(value);
    return typeof id === "object" || id === undefined ? undefined : String(id);
  });
  return found.every((key) => key !== undefined) ? found : undefined;
}

const isMe = (value: unknown): boolean => typeof value === "object" && value !== null && "me" in value;

function leaf(condition: Condition, value: unknown, field: Judged, me: string | undefined): Verdict {
  const op = same[condition.op] ?? condition.op;
  if (isNothing(value)) return forEmpty.has(op);
  if (op === "unrated") return undefined;
  if (op === "empty" || op === "nempty") return field.kind === "richtext" ? undefined : op === "nempty";
  const other = opposite[op];
  if (other) {
    const found = leaf({ ...condition, op: other }, value, field, me);
    return found === undefined ? undefined : !found;
  }
  const known =
    words.has(field.kind) || numbers.has(field.kind) || single.has(field.kind) || field.kind === "date";
  const given = takesList(op) || op === "between" ? condition.value : [condition.value];
  if (!Array.isArray(given)) return undefined;
  const want = keys(
    sets.has(field.kind) ? { kind: "choice" } : field,
    given.map((each) => (isMe(each) ? me : each)),
  );
  if (want === undefined) return undefined;
  if (sets.has(field.kind)) return inSet(op, value, want);
  const have = known ? keys(field, [value]) : undefined;
  return have?.[0] === undefined ? undefined : compared(op, have[0], want);
}

/** Whether values meet a condition, as the server would say; undefined where only the server can. */
export function verdict(node: Node | null | undefined, values: Values, known: Known): Verdict {
  if (!node) return true;
  if (isGroup(node)) {
    const found = nodesOf(node).map((each) => verdict(each, values, known));
    const all = joinOf(node) === "and";
    if (found.includes(!all)) return !all;
    return found.includes(undefined) ? undefined : all;
  }
  if (isNot(node)) {
    const found = verdict(node.not, values, known);
    return found === undefined ? undefined : !found;
  }
  if (isRelated(node)) return undefined;
  const field = known.fields.get(node.field);
  return field && leaf(node, values[node.field], field, known.me);
}
