import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import { called, letter } from "./columns";

test("columns of one header are told apart by their place, as a sheet counts it", () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(letter)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
  const say = ((key: string, { header, place }: Record<string, string>) =>
    `${key} ${header ?? ""} ${place}`) as unknown as TFunction<"import">;
  const columns = ["Name (2)", "Phone", "", "phone (2)"].map((header, index) => ({ header, index }));
  expect(called(columns as Parameters<typeof called>[0], say)).toEqual([
    "Name (2)",
    "files.alike Phone B",
    "files.column  C",
    "files.alike phone D",
  ]);
});
