import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { type ListState, readListState } from "@/lib/list-state";

/** List state from the URL, and a way to change part of it (an undefined value takes the part out). */
export function useListState(): [ListState, (part: Partial<ListState>, push?: boolean) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const state = useMemo(() => readListState(search), [search]);
  const change = useCallback(
    (part: Partial<ListState>, push = false) =>
      void navigate({
        to: ".",
        search: (old: Record<string, unknown>) => readListState({ ...old, ...part }),
        replace: !push,
      }),
    [navigate],
  );
  return [state, change];
}
