import { beforeEach, expect, it, vi } from "vitest";
import { call } from "@/api/client";
import { startTexts } from "@/lib/i18n";
import { meetNewVersion, watchTyping } from "./new-version";

const reload = vi.fn();
watchTyping();

beforeEach(async () => {
  await startTexts();
  reload.mockClear();
  sessionStorage.clear();
  document.body.innerHTML = "";
  window.history.pushState({}, "", `/page-${Math.random()}`);
});

it("reloads a page at which nobody does anything, once", () => {
  meetNewVersion(reload);
  meetNewVersion(reload);
  expect(reload).toHaveBeenCalledTimes(1);
});

it("does not while something is on its way to the server", async () => {
  let answer: (value: Response) => unknown = () => undefined;
  vi.stubGlobal(
    "fetch",
    () =>
      new Promise<Response>((done) => {
        answer = done;
      }),
  );
  const saving = call("POST", "/accounts", { body: {} });
  meetNewVersion(reload);
  expect(reload).not.toHaveBeenCalled();
  answer(new Response("{}", { headers: { "Content-Type": "application/json" } }));
  await saving;
  vi.unstubAllGlobals();
  meetNewVersion(reload);
  expect(reload).toHaveBeenCalledTimes(1);
});

it("does not where something was typed or chosen, or a dialog is open", () => {
  document.body.innerHTML = "<input><button role=switch></button>";
  document.querySelector("input")?.dispatchEvent(new Event("input", { bubbles: true }));
  meetNewVersion(reload);
  window.history.pushState({}, "", "/elsewhere");
  document.querySelector<HTMLElement>("[role=switch]")?.click();
  meetNewVersion(reload);
  window.history.pushState({}, "", "/third");
  document.body.innerHTML = "<div role=dialog></div>";
  meetNewVersion(reload);
  expect(reload).not.toHaveBeenCalled();
});
