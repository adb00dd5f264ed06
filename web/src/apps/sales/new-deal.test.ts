import { expect, it } from "vitest";
import { bodyOf } from "./use-new-deal";

const values = {
  account: { name: "Acme", phone: "" },
  contact: { name: "Maya" },
  opportunity: { name: "Licence", amount: null },
};
const account = { id: "a1", title: "Acme" };
const contact = { id: "c1", title: "Maya" };

it("ties contact and deal to the company, the deal to the contact", () => {
  expect(bodyOf("account", values, {})).toEqual({ name: "Acme" });
  expect(bodyOf("contact", values, { account, contact })).toEqual({ name: "Maya", account });
  expect(bodyOf("opportunity", values, { account, contact })).toEqual({ name: "Licence", account, contact });
  expect(bodyOf("opportunity", values, {})).toEqual({ name: "Licence" });
});
