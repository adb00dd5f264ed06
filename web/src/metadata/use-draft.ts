import { useEffect, useRef, useState } from "react";
import { type Draft, dropDraft, keepDraft, readDraft } from "@/lib/drafts";
import { useSignedIn } from "./session";

export type DraftOf<T> = { found: Draft<T> | null; keep: (value: T | null) => void; forget: () => void };

/** What this person typed here before and did not save, and the ways to keep and to forget. */
export function useDraft<T>(what: string): DraftOf<T> {
  const { user } = useSignedIn();
  const [found, setFound] = useState<Draft<T> | null>(() => readDraft<T>(user.id, what));
  return {
    found,
    keep: (value) => (value === null ? dropDraft(user.id, what) : keepDraft(user.id, what, value)),
    forget: () => {
      dropDraft(user.id, what);
      setFound(null);
    },
  };
}

/** Keeps what is typed as it is typed; null when there is nothing to keep. */
export function useKeeping<T>(draft: DraftOf<T>, current: T | null): void {
  const text = JSON.stringify(current);
  const last = useRef(text);
  useEffect(() => {
    if (last.current === text) return;
    last.current = text;
    draft.keep(JSON.parse(text) as T | null);
  });
}
