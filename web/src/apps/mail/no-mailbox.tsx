import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty } from "@/ui/empty";

/** What somebody without a mailbox does first. */
export function NoMailbox() {
  const { t } = useTranslation();
  return (
    <Empty icon="mail" title={t("mail:noBox")} hint={t("mail:noBoxHint")}>
      <Link className="mail__link" to="/settings/$section" params={{ section: "mailboxes" }}>
        {t("mail:addBox")}
      </Link>
    </Empty>
  );
}
