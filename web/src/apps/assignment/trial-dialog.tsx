import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { BulkTarget } from "@/api/bulk";
import type { ObjectMeta } from "@/api/types";
import { Value } from "@/fields/value";
import { fieldOf } from "@/metadata/meta";
import { Broken } from "@/ui/broken";
import { Dialog } from "@/ui/dialog";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { Waiting } from "@/ui/waiting";
import { type Rule, type Trial, tryRules } from "./requests";

/** `target`: on these instead of what is new. */
type Props = { object: ObjectMeta; rule: Rule | null; target?: BulkTarget; onClose: () => void };

/** Who would get the records that are new, and why; nothing is done. */
export function TrialDialog({ object, rule, target, onClose }: Props) {
  const { t } = useTranslation("assignment");
  const query = useQuery({
    queryKey: ["assignment-trial", object.key, rule?.id ?? "", rule?.version ?? 0, target ?? null],
    queryFn: ({ signal }) => tryRules(object.key, rule, signal, target),
    retry: false,
    staleTime: 0,
    meta: { quiet: true },
  });
  const found = query.data;
  return (
    <Dialog title={t("trial", { label: object.label_plural })} width={820} footer={null} onCancel={onClose}>
      {query.isPending && <Waiting />}
      <Broken query={query} />
      {found && found.checked === 0 && (
        <Empty icon="route" title={target ? t("trialNoneChosen") : t("trialNone", { days: found.days })} />
      )}
      {found && found.checked > 0 && (
        <div className="stack">
          <Summary trial={found} rule={rule} />
          <Given object={object} items={found.items} />
          {found.checked > found.items.length && (
            <p className="muted">{t("trialMore", { shown: found.items.length })}</p>
          )}
        </div>
      )}
    </Dialog>
  );
}

function Summary({ trial, rule }: { trial: Trial; rule: Rule | null }) {
  const { t } = useTranslation("assignment");
  return (
    <>
      <p>
        {trial.days === null
          ? t("trialChosen", { count: trial.checked })
          : t("trialCount", { count: trial.checked, days: trial.days })}
        {rule && !rule.active && ` ${t("asIfActive", { name: rule.name })}`}
      </p>
      {trial.capped && trial.days === null && (
        <p className="muted">{t("trialCapped", { count: trial.checked })}</p>
      )}
      {(trial.people.length > 0 || trial.unmatched > 0) && (
        <ul className="assignment__people">
          {trial.people.map(({ person, count }) => (
            <li key={person.id}>
              {person.title ?? "—"} <strong className="num">{count}</strong>
            </li>
          ))}
          {trial.unmatched > 0 && (
            <li className="muted">
              {t("unmatched")} <strong className="num">{trial.unmatched}</strong>
            </li>
          )}
        </ul>
      )}
      {trial.passed.length > 0 && (
        <Note>
          {t("passed", {
            who: trial.passed
              .map(({ person, why }) => t(`passedWhy.${why}`, { who: person.title ?? "—" }))
              .join(t("and")),
          })}
        </Note>
      )}
    </>
  );
}

function Given({ object, items }: { object: ObjectMeta; items: Trial["items"] }) {
  const { t } = useTranslation("assignment");
  return (
    <section
      className="assignment__trial"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus
      tabIndex={0}
      aria-label={t("trial", { label: object.label_plural })}
    >
      <table className="assignment__rows">
        <thead>
          <tr>
            <th>{object.label}</th>
            <th>{t("to")}</th>
            <th>{t("rule")}</th>
            <th className="hide-phone">{t("now")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.record.id}>
              <td>
                <Link to="/$plural/$id" params={{ plural: object.plural, id: item.record.id }}>
                  {item.record.title ?? "—"}
                </Link>
              </td>
              <td>{item.outcome ? (item.to?.title ?? t(`outcome.${item.outcome}`)) : "—"}</td>
              <td>
                {item.rule ?? <span className="muted">{t("unmatched")}</span>}
                <Why object={object} why={item.why} />
              </td>
              <td className="hide-phone">{item.owner?.title ?? "—"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Why({ object, why }: { object: ObjectMeta; why: Trial["items"][number]["why"] }) {
  return why.map(({ field, label, value }) => {
    const known = fieldOf(object, field);
    return (
      <span key={field} className="assignment__why">
        {label}: {known ? <Value field={known} value={value} /> : "—"}
      </span>
    );
  });
}
