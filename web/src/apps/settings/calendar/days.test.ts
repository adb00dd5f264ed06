import { expect, test } from "vitest";
import { groups, likeMonday, months, nextSlot, time, turned, type WorkDay, weekdayOf } from "./days";

const day = (at: string, more: Partial<WorkDay> = {}): WorkDay => ({
  day: at,
  kind: "work",
  usual: "work",
  hours: [],
  special: null,
  ...more,
});
const special = { id: "d1", version: 2, name: { zh: "春节", en: "Spring Festival" }, own: true };

test("a click turns a usual day, and a special one back", () => {
  expect(turned(day("2026-11-20"))).toEqual({ what: "add", kind: "rest" });
  expect(turned(day("2026-11-21", { kind: "rest", usual: "rest" }))).toEqual({ what: "add", kind: "work" });
  expect(turned(day("2026-02-16", { kind: "rest", special }))).toEqual({
    what: "remove",
    id: "d1",
    version: 2,
  });
});

test("a special day like its weekday is turned, not taken away", () => {
  expect(turned(day("2026-10-03", { kind: "rest", usual: "rest", special }))).toEqual({
    what: "turn",
    id: "d1",
    version: 2,
    kind: "work",
  });
});

test("a day lent by another calendar is overruled by one's own", () => {
  expect(turned(day("2026-10-01", { kind: "rest", special: { ...special, own: false } }))).toEqual({
    what: "add",
    kind: "work",
  });
});

test("special days of one occasion are one stretch", () => {
  const off = { kind: "rest", special } as const;
  const found = groups(
    [
      day("2026-02-14", { special }),
      day("2026-02-15", off),
      day("2026-02-16", off),
      day("2026-02-17"),
      day("2026-02-18", off),
    ],
    "en",
  );
  expect(found.map(({ name, first, last, kind }) => [name, first, last, kind])).toEqual([
    ["Spring Festival", "2026-02-14", "2026-02-14", "work"],
    ["Spring Festival", "2026-02-15", "2026-02-16", "rest"],
    ["Spring Festival", "2026-02-18", "2026-02-18", "rest"],
  ]);
});

test("times as people write them", () => {
  expect(["9", "930", "9:30", " 09：30 ", "24", "noon"].map(time)).toEqual([
    "09:00",
    "09:30",
    "09:30",
    "09:30",
    "24:00",
    "noon",
  ]);
});

test("Monday's hours go to the days that are worked", () => {
  const none = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  const found = likeMonday({ ...none, mon: [["08:00", "12:00"]], fri: [["09:00", "10:00"]] });
  expect([found.mon, found.fri, found.sun]).toEqual([[["08:00", "12:00"]], [["08:00", "12:00"]], []]);
});

test("a further slot begins after the last", () => {
  expect(nextSlot([])).toEqual(["09:00", "18:00"]);
  expect(nextSlot([["09:00", "12:00"]])).toEqual(["13:00", "16:00"]);
  expect(nextSlot([["09:00", "23:00"]])).toEqual(["23:00", "24:00"]);
});

test("weeks begin on Monday and a year has twelve months", () => {
  expect([weekdayOf("2026-11-22"), weekdayOf("2026-11-23")]).toEqual([6, 0]);
  expect(months([day("2026-01-31"), day("2026-12-01")]).map((month) => month.length)).toEqual([
    1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
  ]);
});
