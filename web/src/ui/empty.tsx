import type { ReactNode } from "react";
import { Icon } from "./icon";
import "./ui.css";

type Props = { icon: string; title: string; hint?: ReactNode; children?: ReactNode };

/** Nothing here yet: what would be here, and the next step. */
export function Empty({ icon, title, hint, children }: Props) {
  return (
    <div className="empty">
      <span className="empty__icon">
        <Icon name={icon} size={20} />
      </span>
      <h2 className="empty__title">{title}</h2>
      {hint && <p className="empty__hint">{hint}</p>}
      {children && <div className="empty__actions">{children}</div>}
    </div>
  );
}
