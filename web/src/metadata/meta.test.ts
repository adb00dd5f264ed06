import { expect, it } from "vitest";
import { metaIn } from "@/testing/mock/meta";
import { indexMeta, inputsOf } from "./meta";
import { isMasked, titleOf, translatedText } from "./values";

const { byKey } = indexMeta(metaIn("en"));
const opportunity = byKey.get("opportunity");
if (!opportunity) throw new Error("no opportunity in the mock");

it("enters an action's input as a field that is only entered", () => {
  const input = { name: "comment", label: "Why", kind: "longtext", required: true, readonly: false } as const;
  const [why] = inputsOf({ name: "lose", label: "Lose", input: [input] });
  expect(why).toEqual({ ...input, sortable: false, filterable: false, groupable: false, operators: [] });
});

it("leaves out columns of objects one may not read", () => {
  const shown = metaIn("en");
  const without = { ...shown, objects: shown.objects.filter((object) => object.key !== "account") };
  expect(byKey.get("opportunity")?.columns).toContain("account");
  expect(indexMeta(without).byKey.get("opportunity")?.columns).not.toContain("account");
});

it("calls a record by its title, its number, or a dash", () => {
  expect(titleOf(opportunity, { id: "1", version: 1, name: "Deal" }, "en")).toBe("Deal");
  expect(titleOf(opportunity, { id: "1", version: 1, name: null, number: "OPP-1" }, "en")).toBe("OPP-1");
  expect(titleOf(opportunity, { id: "1", version: 1, name: { masked: "D***" } }, "en")).toBe("D***");
  expect(titleOf(opportunity, { id: "1", version: 1 }, "en")).toBe("—");
  const choices = [{ value: "fair", label: "Fair", color: "blue" }];
  const fields = opportunity.fields.map((field) => ({ ...field, ...(field.name === "name" && { choices }) }));
  expect(titleOf({ ...opportunity, fields }, { id: "1", version: 1, name: "fair" }, "en")).toBe("Fair");
  expect(translatedText({ zh: "赢单" }, "en")).toBe("赢单");
  expect(isMasked({ masked: "1" })).toBe(true);
});
