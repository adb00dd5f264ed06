import { Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { useBack } from "@/ui/use-back";
import { DemoNote } from "./demo-note";
import { Nav } from "./nav";

/** The navigation on a phone. */
export function NavDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  useBack(onClose);
  return (
    <Drawer
      open
      onClose={onClose}
      placement="left"
      size={280}
      closable={false}
      title={null}
      aria-label={t("app.menu")}
    >
      <Nav onGo={onClose} />
      <DemoNote />
    </Drawer>
  );
}
