import { useSyncExternalStore } from "react";
import type { ObjectMeta, RecordData } from "@/api/types";

export type Conflict = {
  object: ObjectMeta;
  mine: Record<string, unknown>;
  before: RecordData;
  current: RecordData;
};

let open: Conflict | null = null;
const listeners = new Set<() => void>();

/** Shows both sides of an edit somebody else was faster with. */
export function showConflict(conflict: Conflict | null): void {
  open = conflict;
  for (const listener of listeners) listener();
}

export const useConflict = (): Conflict | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
