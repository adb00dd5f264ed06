import { beforeEach, expect, it, vi } from "vitest";
import { dropDraft, dropDrafts, keepDraft, readDraft } from "./drafts";

beforeEach(() => localStorage.clear());

it("keeps what one person typed, for that person and place only", () => {
  keepDraft("a", "new-account", { name: "华为" });
  expect(readDraft("a", "new-account")?.value).toEqual({ name: "华为" });
  expect(readDraft("b", "new-account")).toBeNull();
  expect(readDraft("a", "new-contact")).toBeNull();
});

it("forgets one draft, and all of them at sign-out, and nothing else", () => {
  localStorage.setItem("haoke.theme", "dark");
  keepDraft("a", "x", 1);
  keepDraft("a", "y", 2);
  dropDraft("a", "x");
  expect(readDraft("a", "x")).toBeNull();
  expect(readDraft("a", "y")?.value).toBe(2);
  dropDrafts();
  expect(readDraft("a", "y")).toBeNull();
  expect(localStorage.getItem("haoke.theme")).toBe("dark");
});

it("takes nothing that is old or broken for a draft", () => {
  localStorage.setItem("haoke.draft.a.x", "{");
  localStorage.setItem("haoke.draft.a.y", JSON.stringify({ at: "2020-01-01T00:00:00Z", value: 1 }));
  expect(readDraft("a", "x")).toBeNull();
  expect(readDraft("a", "y")).toBeNull();
});

it("goes on without a draft when the store is full", () => {
  keepDraft("a", "x", 1);
  const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  keepDraft("a", "x", 2);
  full.mockRestore();
  expect(readDraft("a", "x")).toBeNull();
});
