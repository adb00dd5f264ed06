import { describe, expect, it } from "vitest";
import {
  allOf,
  carryValue,
  countConditions,
  isComplete,
  isUnfinished,
  type Node,
  prune,
  readCriteria,
  toWire,
} from "./criteria";

const level = { field: "level", op: "in", value: ["a"] };
const open = { field: "amount", op: "gt", value: "" };

describe("criteria", () => {
  it("knows when a tree is not finished, and that an empty one is", () => {
    expect(isUnfinished(null)).toBe(false);
    expect(isUnfinished({ and: [] })).toBe(false);
    expect(isUnfinished({ and: [level, { not: open }] })).toBe(true);
    expect(isUnfinished({ or: [level, { related: "deals", op: "some", where: { and: [open] } }] })).toBe(
      true,
    );
    expect(isUnfinished({ or: [level, { related: "deals", op: "none", where: null }] })).toBe(false);
  });

  it("knows when a condition says enough", () => {
    expect(isComplete({ field: "name", op: "empty" })).toBe(true);
    expect(isComplete({ field: "name", op: "contains", value: "" })).toBe(false);
    expect(isComplete({ field: "done", op: "eq", value: false })).toBe(true);
    expect(isComplete({ field: "amount", op: "between", value: ["1", ""] })).toBe(false);
    expect(isComplete({ field: "level", op: "in", value: [] })).toBe(false);
    expect(isComplete({ field: "due", op: "within", value: { rel: "last_days" } })).toBe(true);
    expect(isComplete({ field: "due", op: "within", value: { rel: "last_days", n: undefined } })).toBe(false);
  });

  it("drops unfinished conditions and the groups they leave empty", () => {
    expect(prune({ and: [level, open, { or: [open] }] })).toEqual({ and: [level] });
    expect(prune({ and: [open] })).toBeNull();
    expect(prune({ not: open })).toBeNull();
    expect(prune({ related: "contacts", where: { and: [open] }, op: "none" })).toEqual({
      related: "contacts",
      where: null,
      op: "none",
    });
  });

  it("sends records by id alone and keeps words such as me", () => {
    const tree: Node = {
      or: [
        { field: "owner", op: "in", value: [{ id: "u1", title: "王珊" }, { me: true }] },
        { not: { field: "account", op: "eq", value: { id: "a1", title: "Acme" } } },
      ],
    };
    expect(toWire(tree)).toEqual({
      or: [
        { field: "owner", op: "in", value: ["u1", { me: true }] },
        { not: { field: "account", op: "eq", value: "a1" } },
      ],
    });
  });

  it("carries a value over to a new operator only where it fits", () => {
    expect(carryValue("eq", "in", "a")).toEqual(["a"]);
    expect(carryValue("in", "eq", ["a", "b"])).toBe("a");
    expect(carryValue("gt", "lt", "5")).toBe("5");
    expect(carryValue("gt", "between", "5")).toBeUndefined();
    expect(carryValue("gt", "empty", "5")).toBeUndefined();
    expect(carryValue("eq", "within", "2026-01-01")).toBeUndefined();
  });

  it("reads only what is a tree from the URL", () => {
    expect(readCriteria({ and: [level] })).toEqual({ and: [level] });
    expect(readCriteria({ and: [level, 5] })).toBeNull();
    expect(readCriteria("drop table")).toBeNull();
    expect(readCriteria({ field: 1, op: "eq" })).toBeNull();
    expect(readCriteria({ related: "contacts", op: "whatever" })).toEqual({
      related: "contacts",
      where: null,
      op: "some",
    });
  });

  it("counts and joins", () => {
    expect(countConditions({ and: [level, { or: [level, level] }] })).toBe(3);
    expect(allOf(level, null, open)).toEqual(level);
    expect(allOf(level, { and: [level] })).toEqual({ and: [level, { and: [level] }] });
    expect(allOf()).toBeNull();
  });
});
