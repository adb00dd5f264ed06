import { expect, it } from "vitest";
import type { ObjectMeta } from "@/api/types";
import { sampleOf, sending } from "./signing";

const object = {
  fields: [
    { name: "name", label: "Name", kind: "text" },
    { name: "kind", label: "Kind", kind: "choice", choices: [{ value: "company" }] },
    { name: "phone", label: "Phone", kind: "phone" },
  ],
} as unknown as ObjectMeta;

it("builds a message of the shape that is expected", () => {
  const mapping = { name: "data.company.name", kind: "data.company.kind", phone: "data.phones.0" };
  expect(sampleOf(mapping, object)).toEqual({
    data: { company: { name: "Name", kind: "company" }, phones: ["010-12345678"] },
  });
});

it("keeps quotes of the message within the shell's", () => {
  expect(sending("https://x/in", `{"name":"O'Neil"}`)).toContain(`BODY='{"name":"O'\\''Neil"}'`);
});
