const prefix = "haoke.draft.";
const longest = 14 * 24 * 3600 * 1000;

export type Draft<T> = { at: string; value: T };

const keyOf = (person: string, what: string): string => `${prefix}${person}.${what}`;

/** What somebody typed here and never saved; null when there is nothing, or it is older than two weeks. */
export function readDraft<T>(person: string, what: string): Draft<T> | null {
  try {
    const found = JSON.parse(localStorage.getItem(keyOf(person, what)) ?? "null") as Draft<T> | null;
    return found && Date.now() - Date.parse(found.at) < longest ? found : null;
  } catch {
    return null;
  }
}

/** Keeps what is being typed on this device; a full or forbidden store only means that it is not kept. */
export function keepDraft(person: string, what: string, value: unknown): void {
  try {
    localStorage.setItem(keyOf(person, what), JSON.stringify({ at: new Date().toISOString(), value }));
  } catch {
    dropDraft(person, what);
  }
}

export function dropDraft(person: string, what: string): void {
  localStorage.removeItem(keyOf(person, what));
}

/** Where checks of visits are kept that could not be sent. */
export const checksStore = "haoke.checks";

/** Forgets all drafts of this device: whoever signs out leaves nothing behind. */
export function dropDrafts(): void {
  globalThis.indexedDB?.deleteDatabase(checksStore);
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
}
