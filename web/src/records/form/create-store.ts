import { useSyncExternalStore } from "react";
import type { RecordData } from "@/api/types";

export type CreateRequest = {
  object: string;
  values?: Record<string, unknown>;
  onCreated?: (record: RecordData) => void;
};

let open: CreateRequest | null = null;
const listeners = new Set<() => void>();

/** Opens the create dialog for an object, with values already known; null closes it. */
export function openCreate(request: CreateRequest | null): void {
  open = request;
  for (const listener of listeners) listener();
}

export const useCreateRequest = (): CreateRequest | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
