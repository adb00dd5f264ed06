import { useLayoutEffect, useRef } from "react";

type Handlers = Record<string, (event: KeyboardEvent) => void>;
const stack: { current: Handlers }[] = [];
let prefix: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
const ticking = (target: EventTarget | null) =>
  target instanceof HTMLInputElement && target.type === "checkbox";
const above =
  ".ant-modal-wrap:not([style*='none']), .ant-drawer-open, .ant-dropdown:not(.ant-dropdown-hidden)";
const covered = (): boolean => document.querySelector(above) !== null;
/** Enter and Space on a button or link are its own. */
const pressing = ({ key, target }: KeyboardEvent): boolean =>
  (key === "Enter" || key === " ") &&
  target instanceof Element &&
  target.closest("button, a[href], [role=button], [role=tab]") !== null;

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const chord = event.metaKey || event.ctrlKey ? `mod+${key}` : key;
  return prefix ? `${prefix} ${chord}` : chord;
}

function find(name: string): ((event: KeyboardEvent) => void) | undefined {
  for (let at = stack.length - 1; at >= 0; at--) {
    const handler = stack[at]?.current[name];
    if (handler) return handler;
  }
  return undefined;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const command = event.metaKey || event.ctrlKey;
  if (!command && ((typing(event.target) && !ticking(event.target)) || covered())) return;
  if (pressing(event)) return;
  const name = nameOf(event);
  clearTimeout(timer);
  prefix = null;
  const handler = find(name);
  if (handler) {
    event.preventDefault();
    handler(event);
  } else if (name === "g") {
    prefix = "g";
    timer = setTimeout(() => {
      prefix = null;
    }, 1200);
  }
}

/** Keys while the component is shown; the last shown wins. Names: "n", "/", "mod+k", "g t", "ArrowDown". */
export function useShortcuts(handlers: Handlers): void {
  const held = useRef(handlers);
  held.current = handlers;
  // Before the first paint: whoever sees the page may press at once, and a later effect loses that key.
  useLayoutEffect(() => {
    if (stack.length === 0) window.addEventListener("keydown", onKey);
    stack.push(held);
    return () => {
      stack.splice(stack.indexOf(held), 1);
      if (stack.length === 0) window.removeEventListener("keydown", onKey);
    };
  }, []);
}
