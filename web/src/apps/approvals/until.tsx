import { useTranslation } from "react-i18next";
import { clock, shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import type { CaseStep } from "./types";

export const moment = (at: string): string =>
  `${shortDate(at, currentLanguage())} ${clock(at, currentLanguage())}`;

/** Until when somebody has time, and what happens then. */
export function Until({ due, then }: { due: string; then?: CaseStep["then"] }) {
  const { t } = useTranslation("approvals");
  const late = new Date(due) < new Date();
  return (
    <span className={late ? "path__late num" : "muted num"}>
      {t("until", { when: moment(due) })}
      {then && ` · ${t(`late.${then}`)}`}
    </span>
  );
}
