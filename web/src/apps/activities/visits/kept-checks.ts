import { checksStore } from "@/lib/drafts";
import type { Located } from "./requests";

/** A check in or out that was made without a network: all of it as it was, until it is sent. */
export type KeptCheck = {
  id: string;
  person: string;
  visit: { id: string; subject: string };
  way: "in" | "out";
  at: string;
  position: Located | null;
  text: string;
  fix: boolean;
  photo: File | null;
  hash: string | null;
  /** What the server said when it refused it; `far`: because no reason was given. */
  refused?: string;
  far?: boolean;
};

/** The server takes nothing older. */
const longest = 72 * 3600 * 1000;

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(checksStore, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("checks", { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function within<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const turn = database.transaction("checks", mode);
      const asked = ask(turn.objectStore("checks"));
      turn.oncomplete = () => resolve(asked.result);
      turn.onerror = () => reject(turn.error);
      turn.onabort = () => reject(turn.error);
    });
  } finally {
    database.close();
  }
}

/** A person's checks on this device, the oldest first. */
export async function keptChecks(person: string): Promise<KeptCheck[]> {
  const all = await within<KeptCheck[]>("readonly", (store) => store.getAll());
  return all
    .filter((each) => each.person === person && Date.now() - Date.parse(each.at) < longest)
    .sort((one, other) => one.at.localeCompare(other.at));
}

export const keepCheck = (check: KeptCheck): Promise<unknown> =>
  within("readwrite", (store) => store.put(check));
export const dropCheck = (id: string): Promise<unknown> => within("readwrite", (store) => store.delete(id));
