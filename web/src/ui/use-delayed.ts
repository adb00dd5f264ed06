import { useEffect, useState } from "react";

/** `value` once it has stood still for `wait` milliseconds. */
export function useDelayed<T>(value: T, wait = 200): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), wait);
    return () => clearTimeout(timer);
  }, [value, wait]);
  return settled;
}
