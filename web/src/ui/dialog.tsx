import { Modal, type ModalProps } from "antd";
import { useEffect } from "react";
import { lastOnPage } from "./last-focus";

/** A dialog without the show; what had the focus before it has it again afterwards. */
export function Dialog(props: Omit<ModalProps, "open">) {
  useEffect(
    () => () => {
      const before = lastOnPage();
      setTimeout(() => {
        const elsewhere = document.activeElement !== null && document.activeElement !== document.body;
        if (before?.isConnected && !elsewhere) before.focus();
      });
    },
    [],
  );
  return <Modal transitionName="" maskTransitionName="" {...props} open />;
}
