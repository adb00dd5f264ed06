import { useSyncExternalStore } from "react";

export type Question = { title: string; text?: string; yes: string; danger?: boolean };
export type OpenQuestion = Question & { answer: (yes: boolean) => void };

let open: OpenQuestion | null = null;
const listeners = new Set<() => void>();

function publish(next: OpenQuestion | null): void {
  open = next;
  for (const listener of listeners) listener();
}

/** Asks before something that cannot simply be undone; resolves to the answer. */
export function ask(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    publish({
      ...question,
      answer: (yes) => {
        publish(null);
        resolve(yes);
      },
    });
  });
}

export const useQuestion = (): OpenQuestion | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
