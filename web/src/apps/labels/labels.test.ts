import { describe, expect, it } from "vitest";
import type { TagGroup } from "@/api/labels";
import { settled } from "@/fields/tags/use-groups";
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
