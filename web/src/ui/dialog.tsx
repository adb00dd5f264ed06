import { Modal, type ModalProps } from "antd";
import { useEffect, useState } from "react";
import { lastOnPage } from "./last-focus";
import { useBack } from "./use-back";

type Props = Omit<ModalProps, "open" | "onCancel"> & { onCancel: () => void };

/** A dialog without the show; what had the focus before it has it again afterwards. */
export function Dialog(props: Props) {
  useBack(props.onCancel);
  // Now: Tab at its end leads over the page for a moment.
  const [before] = useState(lastOnPage);
  useEffect(
    () => () => {
      setTimeout(() => {
        const elsewhere = document.activeElement !== null && document.activeElement !== document.body;
        if (before?.isConnected && !elsewhere) before.focus();
      });
    },
    [before],
  );
  return <Modal transitionName="" maskTransitionName="" {...props} open />;
}
