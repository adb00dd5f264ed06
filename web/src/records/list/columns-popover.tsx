import { Popover } from "antd";
import { type ComponentProps, useState } from "react";
import { ColumnsPanel } from "./columns-panel";

type Props = ComponentProps<typeof ColumnsPanel> & { button: React.ReactElement };

/** The panel of columns, open beside the button it was asked for with. */
export function ColumnsPopover({ button, ...panel }: Props) {
  const [open, setOpen] = useState(true);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      content={<ColumnsPanel {...panel} />}
    >
      {button}
    </Popover>
  );
}
