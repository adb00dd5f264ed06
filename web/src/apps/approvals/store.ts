import { useSyncExternalStore } from "react";
import { needsApproval } from "@/api/problem";
import type { Needed } from "./types";

let open: Needed | null = null;
const listeners = new Set<() => void>();

/** Offers to submit what was refused because somebody has to agree first. */
export function showNeeded(needed: Needed | null): void {
  open = needed;
  for (const listener of listeners) listener();
}

export const useNeeded = (): Needed | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );

/** Shows the offer when that is what a write was refused for; whether it was. */
export function offerApproval(error: unknown): boolean {
  if (!needsApproval(error)) return false;
  const needed = error.extra.approval as Needed | undefined;
  if (!needed?.object || !needed.action) return false;
  showNeeded(needed);
  return true;
}
