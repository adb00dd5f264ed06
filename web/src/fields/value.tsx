import { Lock } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { FieldMeta } from "@/api/types";
import { isMasked } from "@/metadata/values";
import { displays } from "./displays";
import "./fields.css";

type Props = { field: FieldMeta; value: unknown; compact?: boolean; empty?: string };

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** Any field's value: empty as a dash, masked with a lock, else as its kind shows it. */
export function Value({ field, value, compact = false, empty = "—" }: Props) {
  const { t } = useTranslation();
  if (isEmpty(value)) return empty ? <span className="faint">{empty}</span> : null;
  if (isMasked(value))
    return (
      <span className="row masked" title={t("fields.masked")}>
        <Lock size={12} aria-hidden="true" />
        <span className="num">{value.masked}</span>
      </span>
    );
  const { Display } = displays[field.kind] ?? displays.text;
  return <Display field={field} value={value} compact={compact} />;
}

const rounded = new Set(["money", "datetime"]);

/** A value among others in one line, with nothing left out: what changed must not look alike before and after. */
export function Exact({ field, value }: Pick<Props, "field" | "value">) {
  return <Value field={field} value={value} compact={!rounded.has(field.kind)} />;
}
