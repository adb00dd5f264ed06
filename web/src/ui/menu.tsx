import { cloneElement, lazy, type ReactElement, Suspense, useState } from "react";
import type { Opened as OpenedMenu } from "./menu-opened";

const load = () => import("./menu-opened");
const Opened = lazy(() => load().then((module) => ({ default: module.Opened })));

type Props = Pick<Parameters<typeof OpenedMenu>[0], "items" | "selected"> & {
  children: ReactElement<React.ComponentProps<"button">>;
};

/** A button with a menu; what draws the menu is fetched when the button is first pointed at. */
export function Menu({ children, ...menu }: Props) {
  const [wanted, setWanted] = useState(false);
  const [open, setOpen] = useState(false);
  const button = cloneElement(children, {
    "aria-haspopup": "menu",
    "aria-expanded": open,
    // Fetched ahead, but put in place by the click only: a button replaced under the pointer takes no click.
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
    onClick: () => {
      if (wanted) return;
      setWanted(true);
      setOpen(true);
    },
  });
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <Opened open={open} onOpen={setOpen} {...menu}>
        {button}
      </Opened>
    </Suspense>
  );
}
