import { expect, test } from "vitest";
import type { ObjectMeta } from "@/api/types";
import { nudge, type Part, partsOf, place, storedOf, unplaced } from "./arranging";

const parts: Part[] = [
  { key: "a", label: { en: "A" }, fields: ["x", "y"], columns: 2 },
  { key: "b", label: { en: "B" }, fields: ["z"], columns: 1 },
];
const names = (list: Part[]) => list.map((part) => part.fields.join(""));
const object = {
  sections: [
    { label: "One", fields: ["x", "made"], columns: 2 },
    { label: "System", fields: ["made"], columns: 2 },
  ],
  fields: [
    { name: "x", readonly: false },
    { name: "y", readonly: false },
    { name: "made", readonly: true },
  ],
} as unknown as ObjectMeta;

test("a field is put before another, at the end, or out of every part", () => {
  expect(names(place(parts, "z", "a", "y"))).toEqual(["xzy", ""]);
  expect(names(place(parts, "x", "b", null))).toEqual(["y", "zx"]);
  expect(names(place(parts, "x", null, null))).toEqual(["y", "z"]);
  expect(names(place(parts, "x", "a", "x"))).toEqual(["xy", "z"]);
});

test("keys move a field by one, over the edge into the next part", () => {
  expect(names(nudge(parts, "x", 1))).toEqual(["yx", "z"]);
  expect(names(nudge(parts, "y", -1))).toEqual(["yx", "z"]);
  expect(names(nudge(parts, "y", 1))).toEqual(["x", "yz"]);
  expect(names(nudge(parts, "z", -1))).toEqual(["xyz", ""]);
  expect(names(nudge(parts, "x", -1))).toEqual(["xy", "z"]);
  expect(nudge(parts, "w", 1)).toBe(parts);
});

test("an arrangement begins as the object is shown now, without what nobody sets", () => {
  const begun = partsOf(object, null, "en");
  expect(storedOf(begun)).toEqual([{ label: { en: "One" }, fields: ["x"], columns: 2 }]);
  expect(unplaced(object, begun)).toEqual(["y", "made"]);
  const stored = [{ label: { zh: "一" }, fields: ["y"] }];
  expect(storedOf(partsOf(object, stored, "en"))).toEqual([
    { label: { zh: "一" }, fields: ["y"], columns: 2 },
  ]);
});
