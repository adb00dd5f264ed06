import { Select as AntdSelect, type SelectProps } from "antd";
import type { KeyboardEvent } from "react";
import "./ui.css";

// antd takes Tab for Enter: in an open list it would pick the marked row, or undo it where it is chosen already.
const leave = (event: KeyboardEvent) => {
  if (event.key === "Tab") event.stopPropagation();
};

/** A select in which Tab goes on to the next field and leaves what is chosen as it is. */
export function Select<Value>(props: SelectProps<Value>) {
  return (
    <span className="contents" onKeyDownCapture={leave}>
      <AntdSelect<Value> {...props} />
    </span>
  );
}
