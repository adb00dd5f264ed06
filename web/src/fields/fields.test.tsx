import { expect, it } from "vitest";
import { type FieldMeta, fieldKinds } from "@/api/types";
import { translate } from "@/lib/i18n";
import { conditionText } from "./condition-text";
import { displays } from "./displays";
import { editors } from "./editors";

const field = (kind: FieldMeta["kind"], more: Partial<FieldMeta> = {}): FieldMeta => ({
  name: "f",
  label: "F",
  kind,
  required: false,
  readonly: false,
  sortable: true,
  filterable: true,
  groupable: true,
  operators: [],
  ...more,
});

it("shows, edits and filters every kind there is", () => {
  for (const kind of fieldKinds) {
    expect(displays[kind].Display, kind).toBeTypeOf("function");
    expect(editors[kind].Input, kind).toBeTypeOf("function");
    expect(editors[kind].Filter, kind).toBeTypeOf("function");
    expect(displays[kind].width, kind).toBeGreaterThan(60);
  }
  expect(Object.keys(displays).sort()).toEqual([...fieldKinds].sort());
});

it("says values in plain words", () => {
  const say = (kind: FieldMeta["kind"], value: unknown, more = {}) =>
    displays[kind].text(value, field(kind, more), "zh");
  expect(say("money", { amount: "1054.00", currency: "CNY" })).toBe("¥1,054");
  expect(say("percent", "12.5")).toBe("12.5%");
  expect(say("phone", { raw: "021-5555", e164: "+86215555", ext: "8" })).toBe("021-5555 ×8");
  expect(say("translated", { zh: "", en: "Won" })).toBe("Won");
  expect(say("choice", "a", { choices: [{ value: "a", label: "重点" }] })).toBe("重点");
  expect(
    say("address", { province: "上海市", city: "上海市", district: "浦东新区", line: "世纪大道 1 号" }),
  ).toBe("上海市 浦东新区 世纪大道 1 号");
  expect(say("richtext", "<p>one <b>two</b></p><p>three</p>")).toBe("one two three");
});

it("says conditions in plain words", () => {
  const choices = [{ value: "a", label: "Key" }];
  expect(conditionText([{ me: true }], "in", field("user"), translate)).toBe("Me");
  expect(conditionText({ rel: "last_days", n: 7 }, "within", field("date"), translate)).toBe(
    "the last 7 days",
  );
  expect(conditionText(["1000", "2000"], "between", field("money"), translate)).toBe("1000 – 2000");
  expect(conditionText(["a"], "has_any", field("multichoice", { choices }), translate)).toBe("Key");
});
