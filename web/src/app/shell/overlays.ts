import { useSyncExternalStore } from "react";

export type Overlay = "palette" | "help" | "tour" | null;

let current: Overlay = null;
const listeners = new Set<() => void>();

export function show(overlay: Overlay): void {
  current = overlay;
  for (const listener of listeners) listener();
}

export const openPalette = (): void => show("palette");

export const useOverlay = (): Overlay =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
