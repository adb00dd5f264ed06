import { Check, Minus } from "lucide-react";
import { translate } from "@/lib/i18n";
import type { DisplayProps, FieldUi } from "../types";

const text = (value: unknown): string => (value ? translate("common.yes") : translate("common.no"));

function Display({ value, compact }: DisplayProps) {
  const Mark = value ? Check : Minus;
  return (
    <span className="row mark" title={text(value)}>
      <Mark size={14} aria-hidden="true" />
      <span className={compact ? "sr-only" : undefined}>{text(value)}</span>
    </span>
  );
}

export const display: FieldUi = { Display, text, width: 84 };
