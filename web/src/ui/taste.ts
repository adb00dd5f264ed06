import { useSyncExternalStore } from "react";
import type { Shade } from "./theme";

export type Taste = "light" | "dark" | "system";

const stored = "haoke.theme";
const media = globalThis.matchMedia?.("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

const read = (): Taste => {
  const value = localStorage.getItem(stored);
  return value === "light" || value === "dark" ? value : "system";
};

let taste: Taste = read();

export const shadeOf = (wanted: Taste): Shade =>
  wanted === "system" ? (media?.matches ? "dark" : "light") : wanted;

function apply(): void {
  document.documentElement.dataset.theme = shadeOf(taste);
  for (const listener of listeners) listener();
}

/** Light, dark or as the system; kept on this device. */
export function setTaste(next: Taste): void {
  taste = next;
  localStorage.setItem(stored, next);
  apply();
}

export function startTaste(): void {
  media?.addEventListener("change", apply);
  apply();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useTaste = (): Taste => useSyncExternalStore(subscribe, () => taste);
export const useShade = (): Shade => useSyncExternalStore(subscribe, () => shadeOf(taste));
