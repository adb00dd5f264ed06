import { describe, expect, it } from "vitest";
import type { FieldMeta, ObjectMeta, RuleMeta } from "@/api/types";
import { broken, ruled } from "./rules";

const field = (name: string, kind: FieldMeta["kind"] = "text") =>
  ({ name, label: name, kind, required: false, readonly: false, operators: [] }) as unknown as FieldMeta;
const rule = (effect: RuleMeta["effect"], more: Partial<RuleMeta> = {}): RuleMeta => ({
  effect,
  fields: ["phone"],
  when: { field: "tags", op: "has_any", value: ["key"] },
  must: null,
  message: "No",
  ...more,
});
const object = (...rules: RuleMeta[]) =>
  ({ fields: [field("name"), field("phone"), field("tags", "tags")], rules }) as unknown as ObjectMeta;
const phone = (of: ObjectMeta) => of.fields.find((each) => each.name === "phone");

describe("rules in a form", () => {
  it("require while the condition holds", () => {
    const of = object(rule("required"));
    expect(phone(ruled(of, { tags: ["key"] }, null))?.required).toBe(true);
    expect(phone(ruled(of, { tags: [] }, null))?.required).toBe(false);
    expect(ruled(object(), {}, null)).toEqual(object());
  });

  it("close what the record as it was closes, and never a new one", () => {
    const of = object(rule("readonly"));
    expect(phone(ruled(of, { tags: [] }, { tags: ["key"] }))?.readonly).toBe(true);
    expect(phone(ruled(of, { tags: ["key"] }, { tags: [] }))?.readonly).toBe(false);
    expect(phone(ruled(of, { tags: ["key"] }, null))?.readonly).toBe(false);
  });

  it("hide unless the condition holds, and show what cannot be told", () => {
    expect(phone(ruled(object(rule("visible")), { tags: [] }, null))).toBeUndefined();
    expect(phone(ruled(object(rule("visible")), { tags: ["key"] }, null))).toBeDefined();
    const unknown = rule("visible", { when: { field: "gone", op: "eq", value: 1 } });
    expect(phone(ruled(object(unknown), {}, null))).toBeDefined();
  });

  it("say what does not fit once something is there", () => {
    const of = object(rule("valid", { must: { field: "phone", op: "starts", value: "1" } }));
    expect(broken(of, { tags: ["key"], phone: "2" })).toEqual({ phone: "No" });
    expect(broken(of, { tags: ["key"], phone: "1" })).toEqual({});
    expect(broken(of, { tags: ["key"] })).toEqual({});
    expect(broken(of, { tags: [], phone: "2" })).toEqual({});
  });
});
