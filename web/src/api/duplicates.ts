import { useSyncExternalStore } from "react";
import type { Problem } from "./problem";

/** A record that is here already; one its writer may not see has no id and no fields. */
export type DuplicateHit = {
  object: string;
  label: string;
  id: string | null;
  title: string;
  owner: string | null;
  /** Until when it is protected, of a registration. */
  until?: string | null;
  /** Labels of what is the same. */
  fields: string[];
  /** By what its owner is asked for one that is hidden; null: no more today. */
  ask?: number | null;
};
export type Duplicates = { step: "warn" | "reason" | "block"; hits: DuplicateHit[] };
/** What somebody was writing when he was told. */
export type Writing = { path: string; body: unknown };
export type Asked = Duplicates & { writing: Writing };

/** What a write says that can ask its person about doubtful ones, too. */
export const TELL = "?";

let asked: Asked | null = null;
let answer: ((reason: string | null) => void) | null = null;
const listeners = new Set<() => void>();

const tell = (): void => {
  for (const listener of listeners) listener();
};

/** Shows what is here already; why it is wanted all the same ("": nobody has to say), or null to leave it. */
export function askDuplicates(problem: Problem, writing: Writing): Promise<string | null> {
  const found = problem.extra.duplicates as Duplicates | undefined;
  if (listeners.size === 0 || !found) return Promise.resolve(null);
  answerDuplicates(null);
  asked = { ...found, writing };
  tell();
  return new Promise((resolve) => {
    answer = resolve;
  });
}

export function answerDuplicates(reason: string | null): void {
  answer?.(reason);
  asked = null;
  answer = null;
  tell();
}

export const useDuplicatesAsked = (): Asked | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
