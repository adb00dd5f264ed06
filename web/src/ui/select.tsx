import { Select as AntdSelect, type SelectProps } from "antd";
import { X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import "./ui.css";

const press = (button: Element) => {
  for (const type of ["mousedown", "mouseup", "click"])
    button.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
};

// antd takes Tab for Enter: in an open list it would pick the marked row, or undo it where it is chosen already.
// Its button to clear is seen by the mouse only; Tab passes it by, and Delete does the same.
const onKey = (event: KeyboardEvent<HTMLElement>) => {
  const clear = event.currentTarget.querySelector(".ant-select-clear");
  if (event.key === "Tab") {
    event.stopPropagation();
    clear?.setAttribute("tabindex", "-1");
  }
  if (event.key === "Delete" && clear && !(event.target as HTMLInputElement).value) press(clear);
};

/** A select in which Tab goes on to the next field and leaves what is chosen as it is; Delete empties it. */
export function Select<Value>(props: SelectProps<Value>) {
  const { t } = useTranslation();
  const clear = { clearIcon: <X size={12} aria-hidden="true" />, label: t("common.clear") };
  return (
    <span className="contents" onKeyDownCapture={onKey}>
      <AntdSelect<Value> {...props} allowClear={props.allowClear === true ? clear : props.allowClear} />
    </span>
  );
}
