import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { Select } from "@/ui/select";
import type { FilterProps, InputProps } from "../types";
import { Between } from "./filters";
import { Days, isRelative, offsets, type Relative, WithinPeriod } from "./relative";

/** A calendar; `clock` adds the time of day and speaks UTC to the server. */
export function dateInput(clock: boolean) {
  return function DateInput({ field, value, onChange, id, invalid, autoFocus }: InputProps) {
    const at = typeof value === "string" && value ? dayjs(value) : null;
    return (
      <DatePicker
        id={id}
        className="select-wide"
        aria-label={field.label}
        value={at}
        showTime={clock ? { format: "HH:mm" } : false}
        status={invalid ? "error" : undefined}
        autoFocus={autoFocus}
        defaultOpen={autoFocus}
        allowClear={!field.required}
        onChange={(next) => onChange(next ? (clock ? next.toISOString() : next.format("YYYY-MM-DD")) : null)}
      />
    );
  };
}

const Day = dateInput(false);

/** A day, or so many days before or after today. */
function DayOrOffset({ field, value, onChange }: FilterProps) {
  const { t } = useTranslation();
  const chosen: Relative | null = isRelative(value) ? value : null;
  const mode = chosen?.rel ?? "day";
  return (
    <div className="pair">
      <Select
        aria-label={t("fields.dateMode")}
        value={mode}
        onChange={(rel: string) => onChange(rel === "day" ? "" : { rel, n: chosen?.n ?? 7 })}
        options={["day", ...offsets].map((rel) => ({ value: rel, label: t(`periods.${rel}`, { n: "n" }) }))}
      />
      {chosen ? (
        <Days value={chosen} onChange={onChange} />
      ) : (
        <Day field={{ ...field, required: false }} value={value} onChange={onChange} />
      )}
    </div>
  );
}

export function DateFilter(props: FilterProps) {
  if (props.op === "within") return <WithinPeriod {...props} />;
  if (props.op === "between") return <Between Input={Day} {...props} />;
  return <DayOrOffset {...props} />;
}
