import { screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { FieldMeta } from "@/api/types";
import { renderInApp } from "@/testing/render";
import { RecordValue } from "./record-value";

const field = { name: "object", label: "Object", kind: "text", editor: "object" } as unknown as FieldMeta;
// What shows conditions is never there: what an object is called does not wait for it.
vi.mock("./ways", () => new Promise(() => {}));

it("says what an object is called without loading anything", async () => {
  await renderInApp(
    <>
      <RecordValue field={field} value="account" values={{}} />
      <RecordValue field={field} value="gone" values={{}} />
    </>,
  );
  expect(await screen.findByText("Account")).toBeTruthy();
  expect(screen.getByText("gone")).toBeTruthy();
});
