import { lazy, Suspense } from "react";

export type DayProps = {
  label: string;
  /** YYYY-MM-DD */
  value: string | null;
  onChange: (day: string | null) => void;
  min?: string;
  /** Whether the calendar is open at once. */
  open?: boolean;
  className?: string;
};

const DayPicker = lazy(() => import("./day-picker").then((module) => ({ default: module.DayPicker })));

/** A day that is no field of a record; the calendar is fetched when it is shown. */
export function Day(props: DayProps) {
  return (
    <Suspense fallback={<span className={`skeleton field-input ${props.className ?? ""}`} />}>
      <DayPicker {...props} />
    </Suspense>
  );
}
