import { CircleAlert, Info } from "lucide-react";
import type { ReactNode } from "react";
import "./ui.css";

/** A remark set off from the content; `danger` for what went wrong. */
export function Note({ danger = false, children }: { danger?: boolean; children: ReactNode }) {
  return (
    <div className={`note ${danger ? "note--danger" : ""}`} role={danger ? "alert" : undefined}>
      {danger ? <CircleAlert size={15} aria-hidden="true" /> : <Info size={15} aria-hidden="true" />}
      <div className="grow">{children}</div>
    </div>
  );
}
