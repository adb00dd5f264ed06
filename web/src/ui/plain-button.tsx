import type { ButtonHTMLAttributes, ReactNode } from "react";
import "./ui.css";

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { icon?: ReactNode; label: string; bare?: boolean };

/** A quiet toolbar button; `bare` shows the icon alone and keeps the label for readers and as tooltip. */
export function PlainButton({ icon, label, bare = false, className = "", ...rest }: Props) {
  return (
    <button
      type="button"
      className={`plain ${bare ? "plain--icon" : ""} ${className}`}
      aria-label={bare ? label : undefined}
      title={bare ? label : undefined}
      {...rest}
    >
      {icon}
      {!bare && <span>{label}</span>}
    </button>
  );
}
