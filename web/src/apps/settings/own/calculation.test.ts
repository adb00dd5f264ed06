import { expect, test } from "vitest";
import { wireOf, wordAt } from "./calculation";

test("the word before the cursor is what is completed", () => {
  expect(wordAt("amount * ra", 11)).toEqual({ word: "ra", from: 9 });
  expect(wordAt("金额 × 折", 6)).toEqual({ word: "折", from: 5 });
  expect(wordAt("account.in", 10)).toEqual({ word: "account.in", from: 0 });
  expect(wordAt("1 + ", 4)).toEqual({ word: "", from: 4 });
});

test("a calculation that says nothing yet is not sent", () => {
  expect(wireOf({ formula: "  " })).toBeNull();
  expect(wireOf({ formula: "1", digits: 3 })).toEqual({ formula: "1", digits: 3 });
  expect(wireOf({ rollup: { from: "", how: "count" } })).toBeNull();
  expect(wireOf({ rollup: { from: "deals", how: "sum" } })).toBeNull();
  expect(wireOf({ rollup: { from: "deals", how: "sum", of: "amount" } })).toEqual({
    rollup: { from: "deals", how: "sum", of: "amount", where: null },
  });
});
