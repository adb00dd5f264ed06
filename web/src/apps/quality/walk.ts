import { useState } from "react";
import { useShortcuts } from "@/ui/shortcuts";
import type { Correction } from "./requests";

/** The correction the keyboard stands on: j and k (or the arrows) move, the given keys do something with it. */
export function useWalk(
  items: Correction[],
  doing: Record<string, (each: Correction) => void>,
): string | null {
  const [at, setAt] = useState<number | null>(null);
  const here = at === null ? undefined : items[Math.min(at, items.length - 1)];
  const move = (by: number) => {
    if (items.length === 0) return;
    const next =
      at === null ? 0 : Math.min(items.length - 1, Math.max(0, Math.min(at, items.length - 1) + by));
    setAt(next);
    const card = document.querySelector(`[data-correction="${items[next]?.id}"]`);
    card?.scrollIntoView({ block: "nearest" });
  };
  const keys = Object.entries(doing).map(([key, run]) => [key, () => here && run(here)] as const);
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    ...Object.fromEntries(here ? keys : []),
  });
  return here?.id ?? null;
}
