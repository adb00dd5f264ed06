import { useSyncExternalStore } from "react";

let asked: Promise<boolean> | null = null;
let answer: ((proved: boolean) => void) | null = null;
const listeners = new Set<() => void>();

const tell = (): void => {
  for (const listener of listeners) listener();
};

/** Asks who sits there, once for all requests that wait for it; true: proved, so they may be sent again. */
export function stepUp(): Promise<boolean> {
  if (listeners.size === 0) return Promise.resolve(false);
  asked ??= new Promise<boolean>((resolve) => {
    answer = resolve;
  });
  tell();
  return asked;
}

/** Ends the question of `stepUp`. */
export function answerStepUp(proved: boolean): void {
  answer?.(proved);
  asked = null;
  answer = null;
  tell();
}

export const useStepUpAsked = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked !== null,
  );
