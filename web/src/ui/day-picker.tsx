import { DatePicker } from "antd";
import dayjs from "dayjs";
import type { DayProps } from "./day";

/** antd's calendar over days written as YYYY-MM-DD. */
export function DayPicker({ label, value, min, open, className, onChange }: DayProps) {
  return (
    <DatePicker
      className={className}
      aria-label={label}
      title={label}
      placeholder={label}
      value={value ? dayjs(value) : null}
      minDate={min ? dayjs(min) : undefined}
      autoFocus={open}
      defaultOpen={open}
      onChange={(day) => onChange(day ? day.format("YYYY-MM-DD") : null)}
    />
  );
}
