import { describe, expect, it } from "vitest";
import type { TagGroup } from "@/api/labels";
import { settled } from "@/fields/tags/use-groups";
import { foremost } from "./folded";
import type { Figure } from "./requests";
import { grouped } from "./tags";

const group = (name: string, multiple: boolean, ...tags: string[]): TagGroup => ({
  id: name,
  name: { zh: name, en: name },
  multiple,
  free: true,
  open: true,
  tags: tags.map((tag) => ({ name: tag, color: "blue", ruled: false, days: null })),
});
const groups = [group("Intent", false, "High", "Low"), group("Kind", true, "New", "Old")];

describe("tags", () => {
  it("keeps the newest of a group of single choice", () => {
    expect(settled(["High", "New", "Old", "Low", "Own"], groups)).toEqual(["New", "Old", "Low", "Own"]);
  });
  it("stands by groups, other words last", () => {
    const said = ["Own", "Old", "High"].map((value) => ({ value, source: "hand", said: "By hand" }));
    const found = grouped(said, groups, "Others").map((shown) => [
      shown.name,
      shown.tags.map((tag) => tag.said.value),
    ]);
    expect(found).toEqual([
      ["Intent", ["High"]],
      ["Kind", ["Old"]],
      ["Others", ["Own"]],
    ]);
  });
});

describe("a folded profile", () => {
  const figure = (key: string, more: Partial<Figure>) => ({
    key,
    count: null,
    rows: [],
    gap: null,
    bad: false,
    ...more,
  });
  it("begins with what is bad and lacking, and leaves out what says nothing", () => {
    const figures = [
      figure("open", { count: 2 }),
      figure("won", { count: 0 }),
      figure("last", { rows: [{ id: "1", title: null }] }),
      figure("year", { count: 1 }),
      figure("decider", { gap: "Nobody decides yet" }),
      figure("complaints", { count: 1, bad: true }),
    ] as Figure[];
    expect(foremost(figures).map(({ key }) => key)).toEqual(["complaints", "decider", "open"]);
  });
});
