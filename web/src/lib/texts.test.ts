import { expect, it } from "vitest";
import { inRow, startTexts, switchLanguage, translate } from "./i18n";
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

it("puts a space between Chinese and Latin words", async () => {
  localStorage.setItem("haoke.language", "zh");
  await startTexts();
  expect(translate("list.newOne", { object: "Webhook" })).toBe("新建 Webhook");
  expect(translate("list.newOne", { object: "客户" })).toBe("新建客户");
  expect(translate("share.endFor", { name: "Nora Field" })).toBe("结束对 Nora Field 的共享");
  expect(translate("list.newOne", { object: "{{x}}" })).toBe("新建{{x}}");
  await switchLanguage("en");
  expect(translate("list.newOne", { object: "Webhook" })).toBe("New webhook");
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
