import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useObject } from "@/metadata/meta";
import type { PanelProps } from "@/records/extensions";
import { useContextActions } from "@/ui/context-actions";
import { Icon } from "@/ui/icon";
import { PlainButton } from "@/ui/plain-button";
import { usePhone } from "@/ui/use-media";

const Compose = lazy(() => import("./compose").then((module) => ({ default: module.Compose })));

/** Begins a mail about this record. */
export function WriteButton({ object, record }: PanelProps) {
  const { t } = useTranslation();
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  const mails = useObject("mail_message");
  useContextActions([{ key: "mail", label: t("mail:write"), icon: "mail", run: () => setOpen(true) }]);
  if (!mails?.rights.create) return null;
  return (
    <>
      <PlainButton
        bare={phone}
        icon={<Icon name="mail" size={15} />}
        label={t("mail:write")}
        onClick={() => setOpen(true)}
      />
      <Suspense>{open && <Compose about={{ object, record }} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
