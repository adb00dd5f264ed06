import { describe, expect, it } from "vitest";
import { arrange, moveBefore, readChoice } from "./columns";
import { readListState, toggleSort } from "./list-state";

describe("list state in the URL", () => {
  it("survives a round trip", () => {
    const state = {
      view: "board",
      q: "鼎明",
      sort: "-amount,name",
      scope: "me",
      filter: { and: [{ field: "level", op: "in", value: ["a"] }] },
    } as const;
    expect(readListState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it("leaves out what it does not understand", () => {
    expect(readListState({ view: "gantt", q: "", filter: { and: 5 }, sort: ["x"], other: 1 })).toEqual({});
  });

  it("reads a number typed as search text", () => {
    expect(readListState({ q: 138 })).toEqual({ q: "138" });
  });
});

describe("sorting by headers", () => {
  it("goes up, down, off", () => {
    expect(toggleSort(undefined, "name", false)).toBe("name");
    expect(toggleSort("name", "name", false)).toBe("-name");
    expect(toggleSort("-name", "name", false)).toBeUndefined();
  });

  it("takes a second key with Shift, never a third", () => {
    expect(toggleSort("-amount", "name", true)).toBe("-amount,name");
    expect(toggleSort("-amount,name", "owner", true)).toBe("name,owner");
    expect(toggleSort("-amount,-name", "name", true)).toBe("-amount");
    expect(toggleSort("-amount,name", "level", false)).toBe("level");
  });
});

describe("columns", () => {
  const available = ["name", "a", "b", "c", "d"];

  it("keeps the title first and forgets fields that are gone", () => {
    const choice = { order: ["b", "gone", "a", "name"], hidden: ["c"], widths: {} };
    expect(arrange("name", ["name", "a", "b", "c"], available, choice)).toEqual(["name", "b", "a"]);
  });

  it("shows a column the server newly offers", () => {
    const choice = { order: ["name", "a"], hidden: [], widths: {} };
    expect(arrange("name", ["name", "a", "d"], available, choice)).toEqual(["name", "a", "d"]);
  });

  it("moves a column before another or to the end", () => {
    expect(moveBefore(["a", "b", "c"], "c", "a")).toEqual(["c", "a", "b"]);
    expect(moveBefore(["a", "b", "c"], "a", null)).toEqual(["b", "c", "a"]);
  });

  it("takes unreadable storage for no choice", () => {
    expect(readChoice("{broken")).toEqual({ order: [], hidden: [], widths: {} });
  });
});
