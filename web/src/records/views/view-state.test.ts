import { expect, test } from "vitest";
import type { SavedView } from "@/api/types";
import { definitionOf, isChanged, isPlain, onlyThis, stateOf } from "./view-state";

const filter = { and: [{ field: "name", op: "starts", value: "A" }] };
const view = (definition: SavedView["definition"], kind: SavedView["kind"] = "list") =>
  ({ id: "v1", kind, definition }) as SavedView;

test("a view opens as it was kept, and is then unchanged", () => {
  const saved = view({ filter, sort: "-amount", scope: "me", group: "stage" });
  const state = stateOf(saved);
  expect(state).toEqual({ saved: "v1", filter, sort: "-amount", scope: "me", group: "stage" });
  expect(isChanged(saved, state)).toBe(false);
  expect(definitionOf(state)).toEqual(saved.definition);
});

test("whatever is shown otherwise is a change; columns and a pipeline nobody chose are none", () => {
  const saved = view({ filter, columns: [{ field: "name" }] });
  const state = stateOf(saved);
  for (const part of [
    { q: "x" },
    { sort: "name" },
    { filter: undefined },
    { group: "owner" },
    { scope: "me" },
    { view: "board" as const },
  ])
    expect(isChanged(saved, { ...state, ...part })).toBe(true);
  expect(isChanged(saved, { ...state, pipeline: "p1" })).toBe(false);
  expect(isChanged(view({ pipeline: "p1" }, "board"), { saved: "v1", view: "board", pipeline: "p2" })).toBe(
    true,
  );
});

test("records in a filter are kept by id", () => {
  const named = { field: "owner", op: "eq", value: { id: "u1", title: "Anna" } };
  const kept = { field: "owner", op: "eq", value: "u1" };
  expect(definitionOf({ filter: named }).filter).toEqual(kept);
  expect(isChanged(view({ filter: kept }), { saved: "v1", filter: named })).toBe(false);
});

test("a plain list has nothing worth keeping, and opening another leaves nothing behind", () => {
  expect([
    isPlain({}),
    isPlain({ pipeline: "p1" }),
    isPlain({ sort: "name" }),
    isPlain({ view: "board" }),
  ]).toEqual([true, true, false, false]);
  expect({ q: "x", bin: true, ...onlyThis({ sort: "name" }) }).toMatchObject({
    q: undefined,
    bin: undefined,
    sort: "name",
  });
});
