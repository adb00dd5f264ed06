import { useEffect, useEffectEvent } from "react";

/** Closes what lies above a page when one goes back from it (or on again): it would lie above another. */
export function useBack(close: () => void): void {
  const left = useEffectEvent(close);
  useEffect(() => {
    const onPop = () => left();
    window.addEventListener("popstate", onPop);
    return () => window.removeEventListener("popstate", onPop);
  }, []);
}
