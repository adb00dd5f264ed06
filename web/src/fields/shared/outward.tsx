import type { ReactNode } from "react";
import { useLinks } from "../links";

type Props = { href: string; children: ReactNode; external?: boolean };

/** A link out of the app (mail, telephone, web); does not trigger the row it stands in. */
export function Outward({ href, children, external = false }: Props) {
  if (!useLinks()) return <span className="ellipsis">{children}</span>;
  return (
    <a
      className="outward ellipsis"
      href={href}
      onClick={(event) => event.stopPropagation()}
      {...(external ? { target: "_blank", rel: "noopener noreferrer" } : {})}
    >
      {children}
    </a>
  );
}
