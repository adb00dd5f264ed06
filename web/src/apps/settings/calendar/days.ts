import { addDays, toDate } from "@/lib/dates";

export type Slot = [string, string];
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
/** Some Monday, for the names of the days of the week. */
export const aMonday = new Date(2024, 0, 1);
export type Weekday = (typeof weekdays)[number];
export type Hours = Record<Weekday, Slot[]>;

export type Kind = "rest" | "work";
export type WorkDay = {
  day: string;
  kind: Kind;
  usual: Kind;
  hours: Slot[];
  special: {
    id: string;
    version: number;
    name: Partial<Record<"zh" | "en", string | null>> | null;
    own: boolean;
  } | null;
};

/** Days of a year, month by month. */
export function months(days: WorkDay[]): WorkDay[][] {
  const found: WorkDay[][] = Array.from({ length: 12 }, () => []);
  for (const each of days) found[Number(each.day.slice(5, 7)) - 1]?.push(each);
  return found;
}

/** 0 for Monday to 6 for Sunday. */
export const weekdayOf = (day: string): number => (toDate(day).getDay() + 6) % 7;

export type Change =
  | { what: "remove"; id: string; version: number }
  | { what: "turn"; id: string; version: number; kind: Kind }
  | { what: "add"; kind: Kind };

const other = (kind: Kind): Kind => (kind === "work" ? "rest" : "work");

/** What a click on a day does: a usual day turns, a special one becomes usual, one of another calendar is overruled. */
export function turned({ kind, usual, special }: WorkDay): Change {
  if (special === null || !special.own) return { what: "add", kind: other(kind) };
  const { id, version } = special;
  return kind === usual ? { what: "turn", id, version, kind: other(kind) } : { what: "remove", id, version };
}

export type Group = { name: string; first: string; last: string; kind: Kind; id: string; own: boolean };

/** Special days in stretches of the same occasion and kind. */
export function groups(days: WorkDay[], language: "zh" | "en"): Group[] {
  const found: Group[] = [];
  for (const { day, kind, special } of days) {
    if (special === null) continue;
    const name = special.name?.[language] || special.name?.zh || special.name?.en || "";
    const last = found.at(-1);
    const touches = last && last.kind === kind && last.name === name && last.own === special.own;
    if (touches && addDays(toDate(last.last), 1).getTime() === toDate(day).getTime()) last.last = day;
    else found.push({ name, first: day, last: day, kind, id: special.id, own: special.own });
  }
  return found;
}

const shape = /^(\d{1,2})(?::?(\d{2}))?$/;

/** "9" → "09:00", "930" → "09:30"; what is no time stays as it is, for the server to refuse. */
export function time(written: string): string {
  const found = shape.exec(written.trim().replace("：", ":"));
  if (!found) return written;
  return `${(found[1] ?? "").padStart(2, "0")}:${found[2] ?? "00"}`;
}

/** Monday's hours on every day that has some. */
export const likeMonday = (hours: Hours): Hours =>
  Object.fromEntries(
    weekdays.map((day) => [day, hours[day].length > 0 ? hours.mon.map((slot) => [...slot] as Slot) : []]),
  ) as unknown as Hours;

/** A further slot after those of a day. */
export function nextSlot(slots: Slot[]): Slot {
  const last = slots.at(-1)?.[1] ?? "";
  if (last === "") return ["09:00", "18:00"];
  const hour = Number(last.slice(0, 2));
  return hour < 22
    ? [`${String(hour + 1).padStart(2, "0")}:00`, `${String(Math.min(hour + 4, 24)).padStart(2, "0")}:00`]
    : [last, "24:00"];
}
