import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { mailKeys, readBoxes, watchMail } from "./requests";

/** Milliseconds between two signs that somebody waits for mail. */
const every = 60_000;

/** While this is on screen and seen, new mail is there within seconds; nothing where mail is not used. */
export function useWatch(used = true): void {
  const boxes = useQuery({
    queryKey: mailKeys.boxes,
    queryFn: ({ signal }) => readBoxes(signal),
    staleTime: 300_000,
    enabled: used,
  });
  const any = used && (boxes.data?.items.length ?? 0) > 0;
  useEffect(() => {
    if (!any) return;
    // Nothing depends on it: without it mail comes with the next minute.
    const ask = () => {
      if (document.visibilityState === "visible") watchMail().catch(() => undefined);
    };
    ask();
    const timer = setInterval(ask, every);
    document.addEventListener("visibilitychange", ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [any]);
}
