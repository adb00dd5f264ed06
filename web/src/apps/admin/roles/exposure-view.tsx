import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/lib/i18n";
import { Note } from "@/ui/note";
import type { Exposure, ExposureLine } from "./requests";

const many = (number: number, capped: boolean): string =>
  `${number.toLocaleString(currentLanguage())}${capped ? "+" : ""}`;

/** "This opens 1,204 records to 6 people", and below it which, to whom, and what else opens or closes. */
export function ExposureView({ exposure }: { exposure: Exposure }) {
  const { t } = useTranslation();
  const { people, gained, lost, capped, gaining, widens } = exposure;
  return (
    <div className="stack" role="status">
      {gained > 0 ? (
        <Note danger>
          <strong>{t("admin:exposes", { records: many(gained, capped), count: gaining })}</strong>
        </Note>
      ) : (
        <Note danger={widens}>
          {people === 0
            ? t("admin:nobody")
            : widens
              ? t("admin:widensOnly", { count: people })
              : t("admin:narrows")}
        </Note>
      )}
      {lost > 0 && <p className="muted">{t("admin:closes", { records: many(lost, capped) })}</p>}
      {exposure.objects.length > 0 && (
        <ul className="exposure">
          {exposure.objects.map((line) => (
            <Opened key={line.object} line={line} />
          ))}
        </ul>
      )}
      {exposure.persons.some((person) => person.gained + person.lost > 0) && (
        <p className="muted">
          {exposure.persons
            .filter((person) => person.gained + person.lost > 0)
            .slice(0, 8)
            .map((person) =>
              [
                person.name,
                person.gained ? `+${many(person.gained, false)}` : "",
                person.lost ? `−${many(person.lost, false)}` : "",
              ]
                .filter(Boolean)
                .join(" "),
            )
            .join(" · ")}
        </p>
      )}
      {exposure.more > 0 && <p className="muted">{t("admin:morePeople", { count: exposure.more })}</p>}
      {exposure.unfinished && <p className="muted">{t("admin:unfinished")}</p>}
    </div>
  );
}

function Opened({ line }: { line: ExposureLine }) {
  const { t } = useTranslation();
  const wider = (items: ExposureLine["verbs"]) =>
    items.filter((item) => item.wider > 0).map((item) => item.label);
  const verbs = wider(line.verbs);
  const fields = wider(line.fields);
  return (
    <li>
      <strong>{line.label}</strong>
      <span className="num exposure__figures">
        {line.gained > 0 && <span className="exposure__more">+{many(line.gained, line.capped)}</span>}
        {line.lost > 0 && <span className="exposure__less">−{many(line.lost, line.capped)}</span>}
      </span>
      {verbs.length > 0 && <span className="muted">{t("admin:mayNow", { what: verbs.join(", ") })}</span>}
      {fields.length > 0 && (
        <span className="muted">
          {t("admin:fieldsOpen", { what: fields.slice(0, 6).join(", "), count: fields.length })}
        </span>
      )}
    </li>
  );
}
