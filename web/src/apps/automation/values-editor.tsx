import { Dropdown } from "antd";
import { Braces, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { FieldMeta, ObjectMeta } from "@/api/types";
import { FieldInput } from "@/fields/editor";
import { fieldOf } from "@/metadata/meta";
import { PlainButton } from "@/ui/plain-button";
import { Select } from "@/ui/select";
import { units } from "./types";

type Values = Record<string, unknown>;
type Props = {
  /** What the fields are of, and the record their values may be told from. */
  target: ObjectMeta;
  source: ObjectMeta;
  values: Values;
  creating: boolean;
  onChange: (values: Values) => void;
};

type Way = "value" | "copy" | "in";
const dated = new Set(["date", "datetime"]);
const texts = new Set(["text", "longtext"]);
const is = (value: unknown, part: string): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && part in value && !("id" in value);
const wayOf = (value: unknown): Way => (is(value, "copy") ? "copy" : is(value, "in") ? "in" : "value");

/** Fields and what they are set to: a value, a field of the record, or a time from now. */
export function ValuesEditor({ target, source, values, creating, onChange }: Props) {
  const { t } = useTranslation();
  const open = target.fields.filter((field) => !field.readonly && field.kind !== "file");
  // In the object's order: a stored document keeps none.
  const wanted = (field: FieldMeta) => field.name in values || (creating && field.required);
  const shown = open.filter(wanted).map((field) => field.name);
  const rest = open.filter((field) => !shown.includes(field.name));
  const put = (name: string, value: unknown) => onChange({ ...values, [name]: value });
  const drop = (name: string) =>
    onChange(Object.fromEntries(Object.entries(values).filter(([each]) => each !== name)));
  return (
    <div className="auto-values">
      {shown.map((name) => {
        const field = fieldOf(target, name);
        return field ? (
          <Line
            key={name}
            field={field}
            source={source}
            creating={creating}
            value={values[name]}
            onChange={(value) => put(name, value)}
            onDrop={creating && field.required ? undefined : () => drop(name)}
          />
        ) : null;
      })}
      <Select
        aria-label={t("automation:addField")}
        className="auto-values__add"
        showSearch={{ optionFilterProp: "label" }}
        value={null}
        placeholder={t("automation:addField")}
        onChange={(name: string | null) => name && put(name, null)}
        options={rest.map((field) => ({ value: field.name, label: field.label }))}
      />
    </div>
  );
}

type LineProps = {
  field: FieldMeta;
  source: ObjectMeta;
  creating: boolean;
  value: unknown;
  onChange: (value: unknown) => void;
  onDrop: (() => void) | undefined;
};

function Line({ field, source, creating, value, onChange, onDrop }: LineProps) {
  const { t } = useTranslation();
  const way = wayOf(value);
  // A record's own field told to itself changes nothing.
  const itself = creating ? undefined : field.name;
  const like = source.fields.filter(
    (each) => each.name !== itself && (each.kind === field.kind || texts.has(field.kind)),
  );
  const pointing = field.kind === "reference" && field.target === source.key;
  const ways: Way[] = [
    "value",
    ...(like.length > 0 || pointing ? (["copy"] as const) : []),
    ...(dated.has(field.kind) ? (["in"] as const) : []),
  ];
  const start: Record<Way, unknown> = {
    value: null,
    copy: { copy: pointing ? "id" : (like[0]?.name ?? "") },
    in: { in: 1, unit: "day" },
  };
  return (
    <div className="auto-values__line">
      <span className="auto-values__name ellipsis" title={field.label}>
        {field.label}
        {field.required && <span className="form__star"> *</span>}
      </span>
      {ways.length > 1 && (
        <Select
          aria-label={t("automation:wayOf", { field: field.label })}
          className="auto-values__way"
          value={way}
          onChange={(next: Way) => onChange(start[next])}
          options={ways.map((each) => ({ value: each, label: t(`automation:way.${each}`) }))}
        />
      )}
      <div className="grow auto-values__input">
        {way === "copy" && is(value, "copy") && (
          <Select
            aria-label={field.label}
            className="select-wide"
            value={String(value.copy)}
            onChange={(copy: string) => onChange({ copy })}
            options={[
              ...(pointing ? [{ value: "id", label: t("automation:thisRecord") }] : []),
              ...like.map((each) => ({ value: each.name, label: each.label })),
            ]}
          />
        )}
        {way === "in" && is(value, "in") && <Ahead field={field} value={value} onChange={onChange} />}
        {way === "value" && (
          <div className="auto-values__said">
            <div className="grow">
              <FieldInput field={field} value={value ?? null} onChange={onChange} />
            </div>
            {texts.has(field.kind) && (
              <Placeholders source={source} onPick={(name) => onChange(`${value ?? ""}{{${name}}}`)} />
            )}
          </div>
        )}
      </div>
      {onDrop ? (
        <PlainButton bare label={t("common.remove")} icon={<X size={14} />} onClick={onDrop} />
      ) : (
        <span className="auto-values__gap" />
      )}
    </div>
  );
}

type AheadProps = {
  field: FieldMeta;
  value: Record<string, unknown>;
  onChange: (value: unknown) => void;
};

function Ahead({ field, value, onChange }: AheadProps) {
  const { t } = useTranslation();
  return (
    <span className="row">
      <input
        className="field-input auto-number"
        type="number"
        aria-label={field.label}
        value={String(value.in)}
        onChange={(event) => onChange({ ...value, in: Number(event.target.value) })}
      />
      <Select
        aria-label={t("automation:unitLabel")}
        className="auto-unit"
        value={String(value.unit)}
        onChange={(unit: string) => onChange({ ...value, unit })}
        options={(field.kind === "date" ? (["day"] as const) : units).map((unit) => ({
          value: unit,
          label: t(`automation:ahead.${unit}`),
        }))}
      />
    </span>
  );
}

function Placeholders({ source, onPick }: { source: ObjectMeta; onPick: (name: string) => void }) {
  const { t } = useTranslation();
  const items = source.fields
    .filter((field) => !["file", "json"].includes(field.kind))
    .map((field) => ({ key: field.name, label: field.label }));
  return (
    <Dropdown
      trigger={["click"]}
      menu={{ items, onClick: ({ key }) => onPick(key), className: "auto-placeholders" }}
    >
      <PlainButton bare label={t("automation:placeholder")} icon={<Braces size={14} />} />
    </Dropdown>
  );
}
