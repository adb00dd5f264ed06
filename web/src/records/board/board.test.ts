import { expect, it } from "vitest";
import type { Board } from "@/api/types";
import { withMoved } from "./use-board";

const column = (value: string, ids: string[]) => ({
  value,
  label: value,
  count: ids.length,
  sum: null,
  next: null,
  items: ids.map((id) => ({ id, version: 1 })),
});
const board: Board = { columns: [column("a", ["1", "2"]), column("b", ["3"])] };

it("moves a card with its counts", () => {
  const moved = withMoved(board, "1", "b");
  expect(moved.columns.map(({ count, items }) => [count, items.map((item) => item.id)])).toEqual([
    [1, ["2"]],
    [2, ["1", "3"]],
  ]);
});

it("leaves the board alone when nothing moves", () => {
  expect(withMoved(board, "1", "a")).toBe(board);
  expect(withMoved(board, "9", "b")).toBe(board);
});
