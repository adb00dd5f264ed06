import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ObjectMeta, Ref } from "@/api/types";
import { Exact } from "@/fields/value";
import { clock, shortDate } from "@/lib/dates";
import { currentLanguage, type Translate } from "@/lib/i18n";
import { fieldOf } from "@/metadata/meta";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { kindIcons } from "./steps";
import type { Trial, TriedStep } from "./types";

/** What the rule would have done in the last days, record by record; nothing was written. */
export function TrialResult({ object, trial }: { object: ObjectMeta; trial: Trial }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  return (
    <section className="auto-trial" aria-label={t("automation:trial")} role="status">
      <Note>
        {t("automation:tried", { days: trial.days, hits: trial.hits })}
        {trial.imported > 0 && ` ${t("automation:imported", { count: trial.imported })}`}
        {trial.capped && ` ${t("automation:capped", { checked: trial.checked })}`}
      </Note>
      {trial.items.length > 0 && (
        <ul className="rows">
          {trial.items.map((item) => (
            <li key={`${item.record.id} ${item.at}`} className="auto-hit">
              <div className="auto-hit__what">
                <Link
                  to="/$plural/$id"
                  params={{ plural: object.plural, id: item.record.id }}
                  className="ellipsis auto-hit__title"
                >
                  {item.record.title ?? "—"}
                </Link>
                <span className="muted">
                  {shortDate(item.at, language)} {clock(item.at, language)}
                  {item.by?.title && ` · ${item.by.title}`}
                </span>
              </div>
              <ul className="auto-hit__steps">
                {item.steps.map((step) => (
                  <Would key={step.id} object={object} step={step} />
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const told = (people: Ref[], t: Translate): string =>
  people.length > 0
    ? t("automation:wouldTell", {
        who: people.map(({ title }) => title ?? t("common.hidden")).join(t("automation:and")),
      })
    : t("automation:wouldTellNobody");

function Would({ object, step }: { object: ObjectMeta; step: TriedStep }) {
  const { t } = useTranslation();
  const branch = step.kind === "branch" && typeof step.branch === "number";
  return (
    <li className="row">
      <Icon name={kindIcons[step.kind]} size={13} />
      {step.error && <span className="form__error">{step.error}</span>}
      {step.changes?.map((change) => {
        const field = fieldOf(object, change.field);
        return (
          <span key={change.field} className="auto-would">
            <span className="muted">{change.label}</span>{" "}
            {field && (
              <>
                <Exact field={field} value={change.before} /> → <Exact field={field} value={change.after} />
              </>
            )}
          </span>
        );
      })}
      {!step.error && !step.changes?.length && (
        <span className="muted">
          {branch
            ? t("automation:branch", { number: (step.branch ?? 0) + 1 })
            : step.people
              ? told(step.people, t)
              : t(`automation:kind.${step.kind}`)}
        </span>
      )}
    </li>
  );
}
