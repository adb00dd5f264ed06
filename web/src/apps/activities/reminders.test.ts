import { expect, it } from "vitest";
import { untold } from "./reminders";

it("tells each due time once", () => {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const call = { id: "1", version: 1, due: "2026-11-22T08:00:00Z" };
  expect(untold([call], store)).toEqual([call]);
  expect(untold([call], store)).toEqual([]);
  const moved = { ...call, due: "2026-11-22T09:00:00Z" };
  expect(untold([moved], store)).toEqual([moved]);
});
