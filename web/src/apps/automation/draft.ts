import type { Automation } from "./types";

let kept: Automation | null = null;

/** What a new rule begins with; taken once. */
export const keepDraft = (draft: Automation | null): void => {
  kept = draft;
};
export const takeDraft = (): Automation | null => kept;
