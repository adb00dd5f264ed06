import { Ban, Clock, Info } from "lucide-react";
import type { ReachNote } from "@/api/types";
import "./reach.css";

const signs = { against: Ban, rather: Clock, unasked: Info };

/** How somebody would rather be reached, and what he said to it; what he refused stands out. */
export function ReachNotes({ name, notes }: { name?: string | null; notes: ReachNote[] }) {
  if (notes.length === 0) return null;
  return (
    <ul className="reach" aria-live="polite">
      {name && <li className="reach__name">{name}</li>}
      {notes.map(({ tone, text }) => {
        const Sign = signs[tone];
        return (
          <li key={text} className={`reach__note reach__note--${tone}`}>
            <Sign size={13} aria-hidden="true" />
            {text}
          </li>
        );
      })}
    </ul>
  );
}
