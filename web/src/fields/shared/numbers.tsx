import type { FieldMeta } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { languageTag } from "@/lib/language";
import type { DisplayProps, FieldUi } from "../types";

export function numberText(value: unknown, field: FieldMeta, suffix = ""): string {
  const number = Number(value);
  if (value === null || value === "" || Number.isNaN(number)) return String(value ?? "");
  const digits = field.precision ?? undefined;
  const text = new Intl.NumberFormat(languageTag(currentLanguage()), {
    maximumFractionDigits: digits ?? 6,
    useGrouping: field.grouping ?? true,
  }).format(number);
  const unit = suffix || (field.unit ? ` ${field.unit}` : "");
  return text + unit;
}

export function numbers(suffix = ""): FieldUi {
  function Display({ field, value }: DisplayProps) {
    return <span className="num ellipsis">{numberText(value, field, suffix)}</span>;
  }
  return { Display, text: (value, field) => numberText(value, field, suffix), width: 110, align: "end" };
}
