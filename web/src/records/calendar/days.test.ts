import { expect, test } from "vitest";
import type { FieldMeta, ObjectMeta } from "@/api/types";
import { dateOf, dayOf, daysOf, hasCalendar, movedTo, step, within } from "./days";

const field = (name: string, kind: "date" | "datetime" | "text", readonly = false) =>
  ({ name, kind, readonly, filterable: true }) as FieldMeta;
const object = (...fields: FieldMeta[]) =>
  ({ fields, columns: ["due"], rights: { update: true } }) as unknown as ObjectMeta;

test("a month is whole weeks from Monday", () => {
  const days = daysOf("2026-11-22", "month");
  expect([days[0], days.at(-1), days.length]).toEqual(["2026-10-26", "2026-12-06", 42]);
  expect(daysOf("2027-02-10", "month")).toHaveLength(28);
});

test("a week is the seven days from Monday", () => {
  expect([daysOf("2026-11-22", "week")[0], daysOf("2026-11-22", "week").length]).toEqual(["2026-11-16", 7]);
});

test("stepping goes by the month or the week", () => {
  expect(step("2026-01-31", "month", 1)).toBe("2026-02-01");
  expect(step("2026-01-01", "month", -1)).toBe("2025-12-01");
  expect(step("2026-01-01", "week", -1)).toBe("2025-12-25");
});

test("a range of days is inclusive, of instants to the last moment", () => {
  expect(within(field("d", "date"), ["2026-11-01", "2026-11-30"])).toEqual({
    field: "d",
    op: "between",
    value: ["2026-11-01", "2026-11-30"],
  });
  const node = within(field("d", "datetime"), ["2026-11-01", "2026-11-01"]) as { value: string[] };
  expect(Date.parse(node.value[1] ?? "") - Date.parse(node.value[0] ?? "")).toBe(86_400_000 - 1);
});

test("moving keeps the time of day", () => {
  expect(movedTo("2026-11-01", field("d", "date"), "2026-11-05")).toBe("2026-11-05");
  const at = new Date(2026, 10, 1, 14, 30);
  const moved = new Date(movedTo(at.toISOString(), field("d", "datetime"), "2026-11-05"));
  expect([moved.getDate(), moved.getHours(), moved.getMinutes()]).toEqual([5, 14, 30]);
});

test("a calendar goes by the date asked for, else by one that can be moved", () => {
  const due = field("due", "date");
  const closed = field("closed", "date", true);
  const made = field("created_at", "datetime", true);
  expect(dateOf(object(closed, due, made), {})).toBe(due);
  expect(dateOf(object(closed, due, made), { date: "created_at" })).toBe(made);
  expect(dateOf(object(field("begun", "date"), due), {})).toBe(due);
  expect(dateOf(object(closed, made), { date: "nothing" })).toBe(closed);
  expect([hasCalendar(object(made)), hasCalendar(object(due))]).toEqual([false, true]);
  expect(dayOf({ id: "1", version: 1, due: null }, due)).toBe("");
});
