/** A pattern such as "SO-{yyyy}{seq:5}" in the parts an administrator chooses; null when it has others. */
export type Parts = { before: string; date: string; between: string; digits: number };

export const dates = ["", "{yyyy}", "{yy}", "{yyyy}{mm}", "{yy}{mm}"];
const shape = /^([^{}]*)((?:\{yyyy\}|\{yy\})?(?:\{mm\})?)([^{}]*)\{seq(?::(\d{1,2}))?\}$/;

export function partsOf(pattern: string): Parts | null {
  const found = shape.exec(pattern);
  const date = found?.[2] ?? "";
  if (!found || !dates.includes(date)) return null;
  return { before: found[1] ?? "", date, between: found[3] ?? "", digits: Number(found[4] ?? 1) };
}

export const patternOf = ({ before, date, between, digits }: Parts): string =>
  `${before}${date}${between}{seq:${digits}}`;

/** What the pattern makes of a count on a day. */
export function numbered(pattern: string, count: number, day: Date): string {
  const year = String(day.getFullYear());
  return pattern
    .replaceAll("{yyyy}", year)
    .replaceAll("{yy}", year.slice(2))
    .replaceAll("{mm}", String(day.getMonth() + 1).padStart(2, "0"))
    .replace(/\{seq(?::(\d+))?\}/, (_all, digits?: string) =>
      String(count).padStart(Number(digits ?? 0), "0"),
    );
}
