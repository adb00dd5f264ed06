import { apiUrl } from "./client";

export type LiveEvent =
  | { type: "record"; object: string; id: string; version: number }
  | { type: "list"; object: string }
  | { type: "job"; id: string }
  | { type: "notice" }
  | { type: "meta" };

/** Where the server says its live updates are: a process of its own, on another port; else the API's address. */
function streamUrl(objects: string[]): string {
  const told = document.querySelector<HTMLMetaElement>('meta[name="haoke-events"]')?.content;
  const inner = apiUrl("/stream", { objects: objects.join(",") });
  return told ? inner.replace(/^[^?]*/, told) : inner;
}

let hearing = false;
/** Whether the live updates reach this window now; what they tell need not be asked for often. */
export const isHearing = (): boolean => hearing;

const names = ["record", "list", "job", "notice", "meta"] as const;

function parse(data: string, name?: string): LiveEvent | null {
  try {
    const event = JSON.parse(data) as LiveEvent;
    return event.type || !name ? event : ({ ...(event as object), type: name } as LiveEvent);
  } catch {
    return null;
  }
}

const soonest = 2_000;
const latest = 60_000;

/** Listens to what changes on the server until the returned function is called, through any interruption.
 * `onRefused`: the server answers, and not with news: the session may have ended. */
export function listen(
  objects: string[],
  onEvent: (event: LiveEvent) => void,
  onReconnect: () => void,
  onRefused: () => void = () => {},
): () => void {
  let source: EventSource;
  let again: ReturnType<typeof setTimeout> | undefined;
  let pause = soonest;
  let lost = false;
  const deliver = (message: MessageEvent<string>, name?: string) => {
    const event = parse(message.data, name);
    if (event) onEvent(event);
  };
  const open = () => {
    source = new EventSource(streamUrl(objects), { withCredentials: true });
    source.onmessage = (message) => deliver(message);
    for (const name of names)
      source.addEventListener(name, (message) => deliver(message as MessageEvent<string>, name));
    source.onerror = () => {
      lost = true;
      hearing = false;
      // A lost line the browser takes up again by itself; after an answer that is no stream it never asks again.
      if (source.readyState !== EventSource.CLOSED) return;
      onRefused();
      again = setTimeout(open, pause);
      pause = Math.min(pause * 2, latest);
    };
    source.onopen = () => {
      if (lost) onReconnect();
      lost = false;
      hearing = true;
      pause = soonest;
    };
  };
  open();
  return () => {
    hearing = false;
    clearTimeout(again);
    source.close();
  };
}
