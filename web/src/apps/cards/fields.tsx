import { useTranslation } from "react-i18next";
import type { FieldMeta, RecordData } from "@/api/types";
import { shownText, standing } from "@/fields/standing";
import { RecordForm } from "@/records/form/record-form";
import { type Draft, nameOf } from "./draft";
import type { Found, Part } from "./requests";

type Props = {
  part: Part;
  draft: Draft;
  fields: FieldMeta[];
  errors: Record<string, string>;
  /** The contact that is to be changed; null: everything is new. */
  there: RecordData | null;
  onChange: (field: string, value: unknown) => void;
  onTake: (field: string) => void;
  onSwap: (found: Found) => void;
};

/** The fields of one part of a card, each beside what a record has already. */
export function Fields(props: Props) {
  const shown = props.there
    ? props.fields.filter((field) => {
        const how = standing(field, props.there?.[field.name], props.draft.values[props.part][field.name]);
        return how === "fills" || how === "differs";
      })
    : props.fields;
  return (
    <div className="card-fields">
      {shown.map((field) => (
        <Field key={field.name} {...props} field={field} />
      ))}
    </div>
  );
}

const wide = new Set(["address", "im", "longtext"]);

function Field({
  part,
  field,
  draft,
  errors,
  there,
  onChange,
  onTake,
  onSwap,
}: Props & { field: FieldMeta }) {
  const { t } = useTranslation("cards");
  const name = nameOf(part, field.name);
  const value = draft.values[part][field.name] ?? null;
  const differs = there !== null && standing(field, there[field.name], value) === "differs";
  const others = draft.read.others.filter((other) => nameOf(other.object, other.field) === name);
  const from = (draft.lines[name] ?? []).map((at) => draft.read.lines[at]?.text.trim()).join(" ");
  const keeps = differs && !draft.take.includes(field.name);
  return (
    <div className={`card-field ${wide.has(field.kind) ? "card-field--wide" : ""}`} data-field={name}>
      <RecordForm
        fields={[field]}
        columns={1}
        prefix={`card-${part}`}
        values={{ [field.name]: value }}
        errors={errors[name] ? { [field.name]: errors[name] } : {}}
        onChange={onChange}
      />
      {from && <p className="card-field__from muted">{from}</p>}
      {differs && there && (
        <fieldset className="card-field__choice" aria-label={t("which", { field: field.label })}>
          <label>
            <input type="radio" checked={keeps} onChange={() => !keeps && onTake(field.name)} />
            <span>
              {t("keep")} {shownText(field, there[field.name])}
            </span>
          </label>
          <label>
            <input type="radio" checked={!keeps} onChange={() => keeps && onTake(field.name)} />
            <span>{t("take")}</span>
          </label>
        </fieldset>
      )}
      {others.map((other) => (
        <button
          key={JSON.stringify(other.value)}
          type="button"
          className="plain card-field__other"
          onClick={() => onSwap(other)}
        >
          {t("or")} {shownText(field, other.value)}
        </button>
      ))}
    </div>
  );
}
