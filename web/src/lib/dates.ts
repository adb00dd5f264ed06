import { type Language, languageTag } from "./language";

const day = 86_400_000;

/** Local calendar day of a date ("2026-11-22") or an instant ("…Z"). */
export function toDate(value: string): Date {
  const plain = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return plain ? new Date(Number(plain[1]), Number(plain[2]) - 1, Number(plain[3])) : new Date(value);
}

const midnight = (at: Date): number => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();

/** Whole calendar days from `now` to `value`; negative is the past. */
export const daysFromNow = (value: string, now: Date = new Date()): number =>
  Math.round((midnight(toDate(value)) - midnight(now)) / day);

/** "2026-11-22" for the local day of `at`. */
export function isoDay(at: Date): string {
  const month = String(at.getMonth() + 1).padStart(2, "0");
  return `${at.getFullYear()}-${month}-${String(at.getDate()).padStart(2, "0")}`;
}

export const addDays = (at: Date, days: number): Date =>
  new Date(at.getFullYear(), at.getMonth(), at.getDate() + days, at.getHours(), at.getMinutes());

export const validDate = (value: string): boolean => !Number.isNaN(toDate(value).getTime());

/** "yesterday", "3天前", "in 2 months": how far a day is from today. */
export function relativeDay(value: string, language: Language, now: Date = new Date()): string {
  const days = daysFromNow(value, now);
  const format = new Intl.RelativeTimeFormat(languageTag(language), { numeric: "auto" });
  const size = Math.abs(days);
  if (size < 14) return format.format(days, "day");
  if (size < 60) return format.format(Math.trunc(days / 7), "week");
  if (size < 730) return format.format(Math.trunc(days / 30.4), "month");
  return format.format(Math.trunc(days / 365), "year");
}

/** A date for people: this year without the year. */
export function shortDate(value: string, language: Language, now: Date = new Date()): string {
  const at = toDate(value);
  const year = at.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(languageTag(language), { year, month: "short", day: "numeric" }).format(at);
}

export const clock = (value: string, language: Language): string =>
  new Intl.DateTimeFormat(languageTag(language), {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  }).format(new Date(value));

export const fullDateTime = (value: string, language: Language): string =>
  new Intl.DateTimeFormat(languageTag(language), { dateStyle: "long", timeStyle: "short" }).format(
    toDate(value),
  );

export const fullDate = (value: string, language: Language): string =>
  new Intl.DateTimeFormat(languageTag(language), { dateStyle: "long" }).format(toDate(value));

/** The same with a capital where it stands alone: "Yesterday". */
export const dayHeading = (value: string, language: Language, now: Date = new Date()): string => {
  const text = relativeDay(value, language, now);
  return text.charAt(0).toUpperCase() + text.slice(1);
};
