import { expect, test } from "vitest";
import { abroadAt, columns, nextTo, rows, shadeOf, shadesOf, units, unknownAt } from "./layout";

const spots = Object.entries(units).map(([key, [row, column]]) => ({ key, row, column }));
const at = (key: string) => spots.find((spot) => spot.key === key) ?? { key, row: 0, column: 0 };

test("34 units have a tile each, none on another", () => {
  const taken = [
    ...spots.map(({ row, column }) => `${row} ${column}`),
    abroadAt.join(" "),
    unknownAt.join(" "),
  ];
  expect(spots).toHaveLength(34);
  expect(new Set(taken).size).toBe(36);
  expect(new Set(Object.values(units).map(([, , letters]) => letters)).size).toBe(34);
  expect(spots.every(({ row, column }) => row < rows && column < columns)).toBe(true);
});

test("arrows reach every tile and stop at the edge", () => {
  expect(nextTo(spots, at("440000"), "ArrowUp")?.key).toBe("430000");
  expect(nextTo(spots, at("650000"), "ArrowRight")?.key).toBe("620000");
  expect(nextTo(spots, at("230000"), "ArrowUp")).toBeUndefined();
  const reached = new Set(["650000"]);
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const key of [...reached])
      for (const arrow of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"] as const) {
        const next = nextTo(spots, at(key), arrow);
        if (next) reached.add(next.key);
      }
  }
  expect(reached.size).toBe(34);
});

test("shades part the tiles evenly, and nothing has none", () => {
  const starts = shadesOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1000]);
  expect(starts).toEqual([1, 3, 5, 7, 9]);
  expect([0, 1, 2, 3, 1000].map((value) => shadeOf(value, starts))).toEqual([0, 1, 1, 2, 5]);
  expect(shadesOf([0, 4, 4, 4])).toEqual([4]);
  expect(shadesOf([0])).toEqual([]);
});
