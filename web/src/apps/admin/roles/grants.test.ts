import { expect, it } from "vitest";
import { isOwn, plain, put, rightOf, rowsOf, scopeOf } from "./grants";
import type { CatalogObject } from "./requests";

const object = (part: Partial<CatalogObject>): CatalogObject => ({
  key: "account",
  label: "Accounts",
  icon: "box",
  group: "data",
  open: false,
  follows: null,
  actions: [],
  fields: [],
  ...part,
});

it("finds a scope in the first row that names the verb or every verb", () => {
  const grants = {
    "*": { "*": "own", export: "none" },
    "@open": { "*": "none" },
    account: { read: "all" },
  } as const;
  const account = rowsOf(object({}));
  expect(scopeOf(grants, account, { name: "read" })).toEqual({ value: "all", row: "account" });
  expect(scopeOf(grants, account, { name: "update" })).toEqual({ value: "own", row: "*" });
  expect(scopeOf(grants, account, { name: "export" })).toEqual({ value: "none", row: "*" });
  expect(scopeOf(grants, account, { name: "judge", named: true })).toEqual({ value: "none", row: null });
  const stage = rowsOf(object({ key: "stage", open: true, group: "settings" }));
  expect(stage).toEqual(["stage", "@open", "@settings", "*"]);
  expect(scopeOf(grants, stage, { name: "update" })).toEqual({ value: "none", row: "@open" });
  expect(scopeOf({}, account, { name: "read" })).toEqual({ value: "none", row: null });
  expect(rowsOf("@data")).toEqual(["@data", "*"]);
  expect(rowsOf("*")).toEqual(["*"]);
});

it("finds a field's right by its name before the word for all personal ones", () => {
  const fields = {
    "*": { "@personal": "masked" },
    account: { phone: "read", "@personal": "hidden" },
  } as const;
  expect(rightOf(fields, "account", { name: "phone", personal: true }).value).toBe("read");
  expect(rightOf(fields, "account", { name: "mobile", personal: true }).value).toBe("hidden");
  expect(rightOf(fields, "contact", { name: "mobile", personal: true })).toEqual({
    value: "masked",
    row: "*",
  });
  expect(rightOf(fields, "contact", { name: "name", personal: false })).toEqual({
    value: "write",
    row: null,
  });
});

it("sets a cell, takes it back and leaves no empty row", () => {
  const one = put<string>({}, "account", "read", "all");
  expect(one).toEqual({ account: { read: "all" } });
  expect(isOwn(one, "account", "read")).toBe(true);
  expect(isOwn(one, "account", "update")).toBe(false);
  expect(put<string>(one, "account", "read", null)).toEqual({});
});

it("compares documents whatever their order", () => {
  expect(plain({ a: { x: "own", y: "all" }, b: {} })).toBe(plain({ b: {}, a: { y: "all", x: "own" } }));
  expect(plain({ a: { x: "own" } })).not.toBe(plain({ a: { x: "all" } }));
});
