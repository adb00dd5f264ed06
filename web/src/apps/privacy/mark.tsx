import { Check, Clock, Minus, X } from "lucide-react";
import type { State } from "./requests";

const signs = { given: Check, withdrawn: X, refused: X, expired: Clock };

/** What somebody said, as a coloured sign; the words stand beside it or in its name. */
export function Mark({ state }: { state?: State }) {
  const Sign = state ? signs[state] : Minus;
  return (
    <span className={`consent-mark consent-mark--${state ?? "unknown"}`} aria-hidden="true">
      <Sign size={14} />
    </span>
  );
}
