import { useEffect, useLayoutEffect, useRef, useState } from "react";

/** `value` once it has stood still for `wait` milliseconds. */
export function useDelayed<T>(value: T, wait = 200): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), wait);
    return () => clearTimeout(timer);
  }, [value, wait]);
  return settled;
}

/** `value` at once where it stood still for `wait` milliseconds before, as between letters that are typed; of what
 * comes faster the last, once that stands still. */
export function useSpaced<T>(value: T, wait: number): T {
  const [settled, setSettled] = useState(value);
  const changed = useRef(Number.NEGATIVE_INFINITY);
  useLayoutEffect(() => {
    const now = performance.now();
    const late = now - changed.current >= wait;
    changed.current = now;
    if (late) {
      setSettled(value);
      return;
    }
    const timer = setTimeout(() => setSettled(value), wait);
    return () => clearTimeout(timer);
  }, [value, wait]);
  return settled;
}
