import { Button } from "antd";
import { Lock } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { MergeField, MergePreview, Take } from "@/api/merging";
import type { ObjectMeta } from "@/api/types";
import { Links } from "@/fields/links";
import { isEmpty, Value } from "@/fields/value";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";

type Props = {
  object: ObjectMeta;
  found: MergePreview;
  onTake: (field: string, side: Take) => void;
  onAll: (side: Take) => void;
};

/** What has to be decided first, then what only one of them has; each as the record's page has them. */
function inOrder(object: ObjectMeta, { fields, keep, other }: MergePreview): MergeField[] {
  const placed = object.sections.flatMap((section) => section.fields);
  const weight = ({ name }: MergeField) => (isEmpty(keep[name]) || isEmpty(other[name]) ? 1 : 0);
  const place = ({ name }: MergeField) => placed.indexOf(name);
  return [...fields].sort((a, b) => weight(a) - weight(b) || place(a) - place(b));
}

/** The fields that differ, each with a choice; what is the same in both is folded away. */
export function Fields({ object, found, onTake, onAll }: Props) {
  const { t } = useTranslation("merge");
  const differing = inOrder(object, found).filter((field) => field.differs);
  const same = found.fields.filter((field) => !field.differs);
  const sides = { keep: found.keep, other: found.other };
  return (
    <section className="merge__fields" aria-label={t("differs", { count: differing.length })}>
      <header className="row">
        <h2 className="grow">
          {differing.length > 0 ? t("differs", { count: differing.length }) : t("nothing")}
        </h2>
        {differing.length > 0 &&
          (["keep", "other"] as const).map((side) => (
            <Button key={side} onClick={() => onAll(side)}>
              {t("all", { title: titleOf(object, sides[side], currentLanguage()) })}
            </Button>
          ))}
      </header>
      <Links value={false}>
        {differing.map((field) => (
          <Choice key={field.name} object={object} field={field} found={found} onTake={onTake} />
        ))}
        {same.length > 0 && (
          <details className="merge__same">
            <summary>{t("same", { count: same.length })}</summary>
            <dl className="details details--still">
              {same.map((field) => (
                <div key={field.name} className="detail">
                  <dt>{field.label}</dt>
                  <dd>
                    <Shown object={object} field={field} value={found.keep[field.name]} />
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </Links>
    </section>
  );
}

type ChoiceProps = { object: ObjectMeta; field: MergeField; found: MergePreview; onTake: Props["onTake"] };

/** One field: its values as radio buttons, so that arrow keys choose as well. */
function Choice({ object, field, found, onTake }: ChoiceProps) {
  const { t } = useTranslation("merge");
  const takes: Take[] = field.both ? ["keep", "other", "both"] : ["keep", "other"];
  return (
    <fieldset className="merge__field" disabled={!field.open}>
      <legend>
        {field.label}
        {!field.open && (
          <span title={t("closed")}>
            <Lock size={12} aria-label={t("closed")} />
          </span>
        )}
      </legend>
      {takes.map((take) => (
        <label key={take} className={`merge__option merge__option--${take}`}>
          <input
            type="radio"
            name={`merge-${field.name}`}
            checked={field.take === take}
            onChange={() => onTake(field.name, take)}
          />
          <span className="merge__value">
            {take === "both" ? (
              t("both")
            ) : (
              <Shown object={object} field={field} value={found[take][field.name]} />
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Shown({ object, field, value }: { object: ObjectMeta; field: MergeField; value: unknown }) {
  const meta = fieldOf(object, field.name);
  return meta ? <Value field={meta} value={value} /> : <span>—</span>;
}
