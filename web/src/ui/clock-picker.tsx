import { TimePicker } from "antd";
import dayjs from "dayjs";
import customParseFormat from "dayjs/plugin/customParseFormat";
import type { ClockProps } from "./clock";

dayjs.extend(customParseFormat);
const shape = "HH:mm";

/** antd's clock over times written as HH:mm. */
export function ClockPicker({ label, value, empty = false, onChange }: ClockProps) {
  return (
    <TimePicker
      className="clock"
      aria-label={label}
      format={shape}
      minuteStep={5}
      needConfirm={false}
      allowClear={empty}
      placeholder={shape}
      value={value ? dayjs(value, shape) : null}
      onChange={(at) => (at || empty) && onChange(at ? at.format(shape) : null)}
    />
  );
}
