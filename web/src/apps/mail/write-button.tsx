import { Dropdown } from "antd";
import { CalendarClock, ChevronDown, Mail, MailX } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import type { PanelProps } from "@/records/extensions";
import { useContextActions } from "@/ui/context-actions";
import { Icon } from "@/ui/icon";
import { PlainButton } from "@/ui/plain-button";
import { usePhone } from "@/ui/use-media";
import { useRefrain } from "./follow/refrain";

const Compose = lazy(() => import("./compose").then((module) => ({ default: module.Compose })));
const EnrolDialog = lazy(() =>
  import("./follow/enrol-dialog").then((module) => ({ default: module.EnrolDialog })),
);

/** Begins a mail about this record, or follow-up mails. */
export function WriteButton({ object, record }: PanelProps) {
  const { t } = useTranslation();
  const phone = usePhone();
  const [open, setOpen] = useState<"mail" | "follow" | null>(null);
  const mails = useObject("mail_message");
  const sequences = useObject("mail_sequence");
  const stop = useRefrain(object, record);
  const follows = Boolean(mails?.rights.create && sequences?.rights.read);
  useContextActions([
    ...(mails?.rights.create
      ? [{ key: "mail", label: t("mail:write"), icon: "mail", run: () => setOpen("mail") }]
      : []),
    ...(follows
      ? [
          {
            key: "follow",
            label: t("follow:followTitle"),
            icon: "calendar-clock",
            run: () => setOpen("follow"),
          },
        ]
      : []),
  ]);
  if (!mails?.rights.create) return null;
  const items = [
    {
      key: "mail",
      label: t("mail:write"),
      icon: <Mail size={14} />,
      onClick: () => setOpen("mail"),
    },
    {
      key: "follow",
      label: t("follow:followTitle"),
      icon: <CalendarClock size={14} />,
      onClick: () => setOpen("follow"),
    },
    {
      key: "refrain",
      label: t("follow:refrain"),
      icon: <MailX size={14} />,
      onClick: stop,
    },
  ];
  const close = () => setOpen(null);
  return (
    <>
      {phone && follows ? (
        <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
          <PlainButton bare icon={<Icon name="mail" size={15} />} label={t("mail:write")} />
        </Dropdown>
      ) : (
        <PlainButton
          bare={phone}
          icon={<Icon name="mail" size={15} />}
          label={t("mail:write")}
          onClick={() => setOpen("mail")}
        />
      )}
      {!phone && follows && (
        <Dropdown menu={{ items: items.slice(1) }} trigger={["click"]} placement="bottomRight">
          <PlainButton bare icon={<ChevronDown size={14} />} label={t("mail:otherWays")} />
        </Dropdown>
      )}
      <Suspense>
        {open === "mail" && <Compose about={{ object, record }} onClose={close} />}
        {open === "follow" && (
          <EnrolDialog
            object={object}
            chosen={[{ id: record.id, title: titleOf(object, record, currentLanguage()) }]}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  );
}
