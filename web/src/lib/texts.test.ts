import { expect, it } from "vitest";
import { inRow } from "./i18n";
import en from "./locales/en.json";
import zh from "./locales/zh.json";

const flat = (node: object, prefix = ""): [string, string][] =>
  Object.entries(node).flatMap(([key, value]) =>
    typeof value === "string" ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  );
const holes = (text: string) =>
  [...text.matchAll(/\{\{(\w+)(?:, \w+)?\}\}/g)].map((match) => match[1]).sort();

it("puts a sign between names in either language", () => {
  expect(inRow(["甲", "乙", "丙"], "zh")).toBe("甲、乙、丙");
  expect(inRow(["a", "b", "c"], "en")).toBe("a, b, c");
});

it("has the same texts with the same gaps in both languages", () => {
  const chinese = new Map(flat(zh));
  const english = new Map(flat(en));
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, text] of chinese) {
    expect(text, key).not.toBe("");
    if (key.includes("_one") || key.includes("_other")) continue;
    expect(holes(text), key).toEqual(holes(english.get(key) ?? ""));
  }
});
