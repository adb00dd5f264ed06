import { Dropdown, type MenuProps } from "antd";
import { cloneElement, type ReactElement, useEffect, useRef } from "react";

type Props = {
  items: MenuProps["items"];
  selected: string;
  open: boolean;
  onOpen: (open: boolean) => void;
  children: ReactElement<React.ComponentProps<"button">>;
};

/** The menu of a button that was clicked; it takes that button's place, and its focus. */
export function Opened({ items, selected, open, onOpen, children }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <Dropdown
      open={open}
      onOpenChange={onOpen}
      menu={{ items, selectedKeys: [selected], style: { maxHeight: 380, overflow: "auto" } }}
      trigger={["click"]}
      autoFocus
    >
      {cloneElement(children, { ref: button })}
    </Dropdown>
  );
}
