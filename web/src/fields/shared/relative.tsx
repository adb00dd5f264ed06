import { useTranslation } from "react-i18next";
import { Select } from "@/ui/select";
import type { FilterProps } from "../types";
import { PlainInput } from "./plain-input";

const sizes = ["week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year"];
export const periods = [
  "today",
  "yesterday",
  "tomorrow",
  ...sizes.flatMap((size) => ["this", "last", "next"].map((step) => `${step}_${size}`)),
];
export const spans = ["last_days", "next_days"] as const;
export const offsets = ["days_ago", "days_ahead"] as const;

export type Relative = { rel: string; n?: number };
export const isRelative = (value: unknown): value is Relative =>
  typeof value === "object" && value !== null && "rel" in value;

/** "this quarter", "in the last 7 days": a stretch of days that moves with today. */
export function WithinPeriod({ field, value, onChange }: FilterProps) {
  const { t } = useTranslation();
  const chosen: Relative = isRelative(value) ? value : { rel: "" };
  const counted = (spans as readonly string[]).includes(chosen.rel);
  return (
    <div className="pair">
      <Select
        aria-label={field.label}
        placeholder={t("fields.period")}
        value={chosen.rel || undefined}
        onChange={(rel: string) =>
          onChange((spans as readonly string[]).includes(rel) ? { rel, n: chosen.n ?? 7 } : { rel })
        }
        options={[...periods, ...spans].map((rel) => ({
          value: rel,
          label: t(`periods.${rel}`, { n: "n" }),
        }))}
      />
      {counted && <Days value={chosen} onChange={onChange} />}
    </div>
  );
}

export function Days({ value, onChange }: { value: Relative; onChange: (value: Relative) => void }) {
  const { t } = useTranslation();
  return (
    <PlainInput
      label={t("fields.days")}
      type="number"
      mode="numeric"
      value={String(value.n ?? "")}
      onChange={(typed) => onChange({ ...value, n: typed === "" ? undefined : Math.max(0, Number(typed)) })}
    />
  );
}
