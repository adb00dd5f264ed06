import { describe, expect, it } from "vitest";
import { emptyDraft, isReady, percentOf, planOf, withSuccessor } from "./draft";
import type { Draft } from "./types";

const anna = { id: "a", title: "Anna" };
const bert = { id: "b", title: "Bert" };
const draft: Draft = {
  ...emptyDraft(),
  people: [
    { key: "1", to: anna, share: 60 },
    { key: "2", to: bert, share: 40 },
    { key: "3", to: null, share: 100 },
  ],
};

describe("a distribution while it is made", () => {
  it("leaves out lines nobody has been chosen for", () => {
    expect(planOf(draft).people).toEqual([
      { to: "a", share: 60 },
      { to: "b", share: 40 },
    ]);
  });
  it("leaves out conditions that are not finished", () => {
    const rules = [
      { key: "1", object: "account", condition: { and: [{ field: "region", op: "eq" }] }, to: anna },
    ];
    expect(planOf({ ...draft, rules } as Draft).rules).toEqual([]);
  });
  it("says each one's part of the whole", () => {
    const two = { ...draft, people: draft.people.slice(0, 2) };
    expect([percentOf(two, "1"), percentOf(two, "2")]).toEqual([60, 40]);
  });
  it("gives a leaver's positions to the first successor until somebody else is chosen", () => {
    const begun = { ...emptyDraft(), people: [{ key: "1", to: null, share: 1 }] };
    const first = { ...begun, ...withSuccessor(begun, "1", anna, true) };
    expect(first.rest).toEqual(anna);
    expect(withSuccessor({ ...first, rest: bert }, "1", null, true).rest).toEqual(bert);
    expect(withSuccessor(begun, "1", anna, false).rest).toBe(null);
  });
  it("is ready once somebody gets something", () => {
    expect(isReady(emptyDraft())).toBe(false);
    expect(isReady(draft)).toBe(true);
  });
});
