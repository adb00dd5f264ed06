import { expect, test } from "vitest";
import { doubtOf } from "./doubt";

const row = (name: string, here: unknown, found: unknown) => ({
  field: { name },
  here,
  found,
  how: here === null ? "fills" : here === found ? "same" : "differs",
});
const CODE = "91440300708461136T";

test.each([
  ["its name differs", [row("name", "云杉", "深圳市云杉"), row("uscc", null, CODE)], { id: "1" }, "name"],
  ["its code differs", [row("name", "云杉", "云杉"), row("uscc", "91X", CODE)], { id: "1" }, "code"],
  [
    "the same code under a new name",
    [row("name", "云杉", "红杉"), row("uscc", CODE, CODE)],
    { id: "1" },
    null,
  ],
  ["the same name", [row("name", "云杉", "云杉"), row("uscc", null, CODE)], { id: "1" }, null],
  ["a new one found by part of its name", [row("name", "Yun Shan", "深圳 yunshan")], {}, null],
  ["a new one of another name", [row("name", "红杉", "深圳市云杉")], {}, "name"],
  ["a new one without a name", [row("name", null, "深圳市云杉")], {}, null],
])("doubts: %s", (_, rows, values, doubt) => {
  expect(doubtOf(rows, values)).toBe(doubt);
});
