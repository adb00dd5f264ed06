import { useEffect, useSyncExternalStore } from "react";

export type ContextAction = { key: string; label: string; icon?: string | null; run: () => void };

let current: readonly ContextAction[] = [];
const listeners = new Set<() => void>();

function publish(next: readonly ContextAction[]): void {
  current = next;
  for (const listener of listeners) listener();
}

/** What the shown page can do, offered in the command palette while it is shown. */
export function useContextActions(actions: readonly ContextAction[]): void {
  const signature = actions.map((action) => action.key + action.label).join("|");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the actions, which are new each render
  useEffect(() => {
    publish(actions);
    return () => publish([]);
  }, [signature]);
}

export const useOfferedActions = (): readonly ContextAction[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
