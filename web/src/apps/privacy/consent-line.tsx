import { useTranslation } from "react-i18next";
import { fileUrl } from "@/api/files";
import { fullDate, fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Mark } from "./mark";
import type { Consent, Matrix } from "./requests";

const labelOf = (options: { value: string; label: string }[], value: string): string =>
  options.find((option) => option.value === value)?.label ?? value;

/** One time the person said something, with what shows it. */
export function Line({ said, found }: { said: Consent; found: Matrix }) {
  const { t } = useTranslation("privacy");
  const language = currentLanguage();
  return (
    <li className={`consent-line ${said.current ? "" : "consent-line--past"}`}>
      <Mark state={said.state} />
      <div className="grow">
        <span className="consent-line__what">
          {labelOf(found.channels, said.channel)} · {labelOf(found.purposes, said.purpose)} ·{" "}
          <strong>{said.label}</strong>
        </span>
        <span className="muted consent-line__facts">
          <time dateTime={said.at}>{fullDateTime(said.at, language)}</time>
          <span>{labelOf(found.ways, said.how)}</span>
          {said.by?.title && <span>{t("notedBy", { name: said.by.title })}</span>}
          {said.separate && <span>{t("separate")}</span>}
          {said.until && <span>{t("untilDay", { day: fullDate(said.until, language) })}</span>}
          {said.evidence && (
            <a href={fileUrl(said.evidence.id)} target="_blank" rel="noreferrer">
              {said.evidence.name}
            </a>
          )}
        </span>
        {said.proof && <p className="consent-line__proof">{said.proof}</p>}
        {said.said && (
          <details>
            <summary>{t("wordingEdition", { edition: said.edition })}</summary>
            <p className="consent-line__proof">{said.said}</p>
          </details>
        )}
      </div>
    </li>
  );
}
