import { useTranslation } from "react-i18next";
import type { MergePreview } from "@/api/merging";
import type { ObjectMeta } from "@/api/types";
import { Links } from "@/fields/links";
import { isEmpty, Value } from "@/fields/value";
import { inRow } from "@/lib/i18n";
import { Note } from "@/ui/note";

/** What would go along, what is in the way, and the record that would come of it. */
export function Outcome({ object, found }: { object: ObjectMeta; found: MergePreview }) {
  const { t } = useTranslation("merge");
  const { problem } = found;
  return (
    <>
      <Moves found={found} />
      {problem && (
        <Note danger={problem.code !== "approval_needed"}>
          <strong>{t("why")}</strong> {inRow(said(object, problem))}
        </Note>
      )}
      {found.result && <Result object={object} found={found} />}
    </>
  );
}

const said = (object: ObjectMeta, problem: NonNullable<MergePreview["problem"]>): string[] =>
  problem.errors.length === 0
    ? [problem.detail]
    : problem.errors.map(({ field, message }) => {
        const label = object.fields.find((each) => each.name === field)?.label;
        return label ? `${label}: ${message}` : message;
      });

function Moves({ found }: { found: MergePreview }) {
  const { t } = useTranslation("merge");
  return (
    <section className="merge__moves" aria-label={t("moves")}>
      <h2>{t("moves")}</h2>
      {found.moves.length === 0 && !found.others && <p className="muted">{t("movesNothing")}</p>}
      <ul className="row">
        {found.moves.map(({ object, field, label, count }) => (
          <li key={`${object} ${field}`} className="merge__moved">
            {label} <span className="num">{count}</span>
          </li>
        ))}
        {found.others && <li className="muted">{t("others")}</li>}
      </ul>
      {found.dropped.length > 0 && (
        <p className="muted">
          {t("dropped", { what: inRow(found.dropped.map(({ label, count }) => `${label} (${count})`)) })}
        </p>
      )}
    </section>
  );
}

function Result({ object, found }: { object: ObjectMeta; found: MergePreview }) {
  const { t } = useTranslation("merge");
  const result = found.result ?? found.keep;
  const names = new Set(found.fields.map(({ name }) => name));
  const filled = object.fields.filter((field) => names.has(field.name) && !isEmpty(result[field.name]));
  return (
    <section className="merge__result" aria-label={t("result")}>
      <h2>{t("result")}</h2>
      <Links value={false}>
        <dl className="details details--still">
          {filled.map((field) => (
            <div key={field.name} className="detail">
              <dt>{field.label}</dt>
              <dd>
                <Value field={field} value={result[field.name]} />
              </dd>
            </div>
          ))}
        </dl>
      </Links>
    </section>
  );
}
