import { QueryClient } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { keys } from "@/api/keys";
import type { Session } from "@/api/types";
import { enter, onLeft, tellWindows } from "./leaving";

test("who signs in finds nothing of what another session read in this window", () => {
  const client = new QueryClient();
  client.setQueryData(keys.rows("accounts"), ["a secret"]);
  client.setQueryData(keys.meta("zh"), { objects: [] });
  const session = { user: { id: "b" } } as unknown as Session;
  enter(client, session);
  expect(client.getQueryCache().getAll()).toHaveLength(1);
  expect(client.getQueryData(keys.session)).toBe(session);
});

test("a window hears that another one has signed out, and nothing else", () => {
  const heard = vi.fn();
  const stop = onLeft(heard);
  tellWindows();
  const key = Object.keys(localStorage).find((name) => name.startsWith("haoke.left"));
  window.dispatchEvent(new StorageEvent("storage", { key: "haoke.taste" }));
  expect(heard).not.toHaveBeenCalled();
  window.dispatchEvent(new StorageEvent("storage", { key: key ?? "" }));
  expect(heard).toHaveBeenCalledOnce();
  stop();
  window.dispatchEvent(new StorageEvent("storage", { key: key ?? "" }));
  expect(heard).toHaveBeenCalledOnce();
});
