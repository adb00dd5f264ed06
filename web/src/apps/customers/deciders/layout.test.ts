import { describe, expect, it } from "vitest";
import { places, size } from "./layout";
import type { DecisionMap, Kind, Line, Person } from "./requests";
import { forest, inOrder, selfAndBelow } from "./tree";

const person = (id: string): Person => ({
  id,
  name: id,
  title: null,
  unit: null,
  account: null,
  here: true,
  part: null,
  last_touch: null,
  known_by: [],
});
const line = (from: string, to: string, kind: Kind = "reports_to"): Line => ({
  id: `${from}${to}`,
  version: 1,
  contact: { id: from, title: from },
  to: { id: to, title: to },
  kind,
});
const map = (people: string, ...lines: Line[]): DecisionMap => ({
  people: [...people].map(person),
  lines,
  gaps: [],
  more: false,
});

describe("who reports to whom", () => {
  const found = map("abcdxy", line("b", "a"), line("c", "a"), line("d", "c"), line("x", "a", "influences"));

  it("stands below", () => {
    const order = inOrder(forest(found)).map((each) => `${each.depth}${each.person.id}`);
    expect(order).toEqual(["0a", "1b", "1c", "2d", "0x", "0y"]);
  });

  it("is nobody's superior", () => {
    expect([...selfAndBelow(found, "c")].sort()).toEqual(["c", "d"]);
    expect([...selfAndBelow(found, "y")]).toEqual(["y"]);
  });

  it("has a card below the superior's, and no two cards meet", () => {
    const at = places(found);
    expect(at.size).toBe(6);
    expect(at.get("d")?.y).toBeGreaterThan((at.get("c")?.y ?? 0) + size.height);
    const cards = [...at.values()];
    for (const one of cards)
      for (const other of cards)
        if (one !== other)
          expect(Math.abs(one.x - other.x) >= size.width || Math.abs(one.y - other.y) >= size.height).toBe(
            true,
          );
  });

  it("may be nobody", () => {
    expect(places(map("")).size).toBe(0);
    expect(places(map("ab")).size).toBe(2);
  });
});
