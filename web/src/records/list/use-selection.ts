import { useCallback, useMemo, useRef, useState } from "react";

/** Which rows are ticked; `all` means everything the list would show, loaded or not. */
export function useSelection(ids: string[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const last = useRef<string | null>(null);
  const order = useRef(ids);
  order.current = ids;

  const toggle = useCallback((id: string, on: boolean, range: boolean) => {
    setAll(false);
    setChosen((old) => {
      const next = new Set(old);
      const from = range && last.current ? order.current.indexOf(last.current) : -1;
      const to = order.current.indexOf(id);
      const span =
        from < 0 || to < 0 ? [id] : order.current.slice(Math.min(from, to), Math.max(from, to) + 1);
      for (const one of span) on ? next.add(one) : next.delete(one);
      return next;
    });
    last.current = id;
  }, []);
  const clear = useCallback(() => {
    setAll(false);
    setChosen(new Set());
  }, []);
  const every = useCallback((on: boolean) => {
    setAll(false);
    setChosen(new Set(on ? order.current : []));
  }, []);
  return useMemo(
    () => ({ chosen, all, toggle, clear, every, chooseAll: () => setAll(true) }),
    [chosen, all, toggle, clear, every],
  );
}

export type Selection = ReturnType<typeof useSelection>;
