import { useCallback, useState } from "react";

/** State kept on this device under `key`. */
export function useStored<T>(key: string, read: (raw: string | null) => T): [T, (value: T) => void] {
  const [state, setState] = useState(() => ({ key, value: read(localStorage.getItem(key)) }));
  const value = state.key === key ? state.value : read(localStorage.getItem(key));
  const save = useCallback(
    (next: T) => {
      localStorage.setItem(key, JSON.stringify(next));
      setState({ key, value: next });
    },
    [key],
  );
  return [value, save];
}
