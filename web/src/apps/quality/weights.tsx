import { InputNumber } from "antd";
import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { FieldMeta, ObjectMeta } from "@/api/types";
import { fieldOf } from "@/metadata/meta";
import { useAbout } from "@/records/built/inputs";
import type { BuiltInputProps, ShownProps } from "@/records/built/types";
import { PlainButton } from "@/ui/plain-button";
import { Select } from "@/ui/select";
import "./standing.css";

type When = { field: string; value: string };
type Part = { field: string; weight: number; when?: When };

const most = 10;
const parts = (value: unknown): Part[] => (Array.isArray(value) ? (value as Part[]) : []);
const options = (fields: FieldMeta[]) => fields.map((field) => ({ value: field.name, label: field.label }));
const switches = (object: ObjectMeta) => object.fields.filter((field) => field.kind === "choice");
const countable = (object: ObjectMeta) =>
  object.fields.filter((field) => !field.readonly && !field.required && field.kind !== "boolean");

type LineProps = { object: ObjectMeta; part: Part; onChange: (part: Part) => void; onRemove: () => void };

function Line({ object, part, onChange, onRemove }: LineProps) {
  const { t } = useTranslation("quality");
  const label = fieldOf(object, part.field)?.label ?? part.field;
  const decides = part.when ? fieldOf(object, part.when.field) : undefined;
  const { when: _, ...plain } = part;
  const chosen = (name?: string) => {
    const first = name ? fieldOf(object, name)?.choices?.[0]?.value : undefined;
    onChange(name && first ? { ...part, when: { field: name, value: first } } : plain);
  };
  return (
    <div className="weights__line">
      <Select
        aria-label={t("weightField")}
        placeholder={t("weightField")}
        showSearch={{ optionFilterProp: "label" }}
        value={part.field || undefined}
        options={options(countable(object))}
        onChange={(field: string) => onChange({ ...part, field })}
      />
      <InputNumber
        aria-label={`${label} · ${t("weight")}`}
        min={1}
        max={most}
        value={part.weight}
        onChange={(weight) => onChange({ ...part, weight: Number(weight) || 1 })}
      />
      <Select
        aria-label={`${label} · ${t("when")}`}
        placeholder={t("always")}
        allowClear
        value={part.when?.field}
        options={options(switches(object))}
        onChange={chosen}
      />
      {part.when ? (
        <Select
          aria-label={`${label} · ${t("whenValue")}`}
          value={part.when.value}
          options={decides?.choices?.map((choice) => ({ value: choice.value, label: choice.label }))}
          onChange={(value: string) => onChange({ ...part, when: { field: part.when?.field ?? "", value } })}
        />
      ) : (
        <span />
      )}
      <PlainButton
        bare
        label={t("removeWeight", { field: label })}
        icon={<X size={14} />}
        onClick={onRemove}
      />
    </div>
  );
}

/** Which fields count, and how much; some only where a choice has a value. */
export function WeightsInput({ value, onChange, values }: BuiltInputProps) {
  const { t } = useTranslation("quality");
  const object = useAbout(values);
  const listed = parts(value);
  if (!object) return <p className="muted">{t("firstObject")}</p>;
  const put = (at: number, part: Part) => onChange(listed.map((each, place) => (place === at ? part : each)));
  return (
    <div>
      {listed.map((part, at) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: they are edited in place
          key={at}
          object={object}
          part={part}
          onChange={(next) => put(at, next)}
          onRemove={() => onChange(listed.filter((_, place) => place !== at))}
        />
      ))}
      <PlainButton
        icon={<Plus size={14} />}
        label={t("addWeight")}
        onClick={() => onChange([...listed, { field: "", weight: 1 }])}
      />
    </div>
  );
}

export function WeightsShown({ value, values, compact }: ShownProps) {
  const { t } = useTranslation("quality");
  const object = useAbout(values);
  const said = parts(value).map(({ field: name, weight, when }) => {
    const label = (object && fieldOf(object, name)?.label) ?? name;
    const decides = object && when ? fieldOf(object, when.field) : undefined;
    const choice = decides?.choices?.find((each) => each.value === when?.value)?.label ?? when?.value;
    const where = decides ? `（${t("whenShown", { field: decides.label, value: choice })}）` : "";
    return `${label} ${weight}${compact ? "" : where}`;
  });
  return <span className={compact ? "ellipsis" : undefined}>{said.join(" · ")}</span>;
}
