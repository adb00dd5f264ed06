let kept: Record<string, unknown> | null = null;

/** What a new process begins with; kept until another one is begun. */
export const keepDraft = (draft: Record<string, unknown> | null): void => {
  kept = draft;
};
export const keptDraft = (): Record<string, unknown> | null => kept;
