import { lazy, Suspense } from "react";

export type ClockProps = {
  label: string;
  /** HH:mm */
  value: string | null;
  onChange: (time: string | null) => void;
  /** Whether there may be none. */
  empty?: boolean;
};

const ClockPicker = lazy(() => import("./clock-picker").then((module) => ({ default: module.ClockPicker })));

/** A time of day, written alike whatever the browser's language; fetched when it is shown. */
export function Clock(props: ClockProps) {
  return (
    <Suspense fallback={<span className="skeleton field-input clock" />}>
      <ClockPicker {...props} />
    </Suspense>
  );
}
