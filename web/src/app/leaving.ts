import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import type { Session } from "@/api/types";

const left = "haoke.left";

/** Nothing that was read stays in this window, for whoever sits at it next. */
export function forget(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
}

/** The session that has just begun; what another one read is not its own. */
export function enter(client: QueryClient, session: Session): void {
  forget(client);
  client.setQueryData(keys.session, session);
}

/** Tells this browser's other windows that nobody is signed in any more. */
export const tellWindows = (): void => localStorage.setItem(left, new Date().toISOString());

/** Called when another window of this browser signs out. */
export function onLeft(listener: () => void): () => void {
  const heard = ({ key }: StorageEvent) => {
    if (key === left) listener();
  };
  window.addEventListener("storage", heard);
  return () => window.removeEventListener("storage", heard);
}
