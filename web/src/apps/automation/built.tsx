import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMeta, useObjects } from "@/metadata/meta";
import { useAbout } from "@/records/built/inputs";
import type { BuiltInputProps, ShownProps } from "@/records/built/types";
import { PlainButton } from "@/ui/plain-button";
import { Select } from "@/ui/select";
import { Tag } from "@/ui/tag";
import "./automation.css";

const keysOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Several objects, by their names. */
export function ObjectsInput({ field, value, onChange, id, invalid }: BuiltInputProps) {
  const { objects } = useMeta();
  return (
    <Select
      id={id}
      className="select-wide"
      aria-label={field.label}
      mode="multiple"
      status={invalid ? "error" : undefined}
      showSearch={{ optionFilterProp: "label" }}
      value={keysOf(value)}
      onChange={(keys: string[]) => onChange(keys.length > 0 ? keys : null)}
      options={objects.map((object) => ({ value: object.key, label: object.label }))}
    />
  );
}

export function ObjectsShown({ value }: ShownProps) {
  const lookup = useObjects();
  return (
    <span className="row">
      {keysOf(value).map((key) => (
        <Tag key={key} text={lookup(key)?.label ?? key} />
      ))}
    </span>
  );
}

type Mapping = Record<string, string>;
const mappingOf = (value: unknown): Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Mapping) : {};

/** Fields of the object, each with its place in a message. */
export function MappingInput({ value, onChange, values }: BuiltInputProps) {
  const { t } = useTranslation();
  const object = useAbout(values);
  const mapping = mappingOf(value);
  if (!object) return <p className="muted">{t("automation:objectFirst")}</p>;
  const open = object.fields.filter((field) => !field.readonly && field.kind !== "file");
  const free = open.filter((field) => !(field.name in mapping));
  const lines = open.filter((field) => field.name in mapping);
  const drop = (name: string) =>
    onChange(Object.fromEntries(Object.entries(mapping).filter(([each]) => each !== name)));
  return (
    <div className="auto-values">
      <p className="muted">{t("automation:mappingHint")}</p>
      {lines.map((field) => (
        <div key={field.name} className="auto-values__line">
          <span className="auto-values__name ellipsis" title={field.label}>
            {field.label}
          </span>
          <input
            className="field-input grow"
            aria-label={t("automation:placeOf", { field: field.label })}
            placeholder={`data.${field.name}`}
            maxLength={200}
            value={mapping[field.name]}
            onChange={(event) => onChange({ ...mapping, [field.name]: event.target.value })}
          />
          <PlainButton
            bare
            label={t("common.remove")}
            icon={<X size={14} />}
            onClick={() => drop(field.name)}
          />
        </div>
      ))}
      <Select
        aria-label={t("automation:addField")}
        className="auto-values__add"
        showSearch={{ optionFilterProp: "label" }}
        suffixIcon={<Plus size={14} />}
        value={null}
        placeholder={t("automation:addField")}
        onChange={(name: string | null) => name && onChange({ ...mapping, [name]: `data.${name}` })}
        options={free.map((field) => ({ value: field.name, label: field.label }))}
      />
    </div>
  );
}

export function MappingShown({ value, values }: ShownProps) {
  const object = useAbout(values);
  const mapping = mappingOf(value);
  return (
    <span className="auto-mapping">
      {Object.entries(mapping).map(([name, place]) => (
        <span key={name}>
          {object?.fields.find((field) => field.name === name)?.label ?? name}{" "}
          <code className="muted">← {place}</code>
        </span>
      ))}
    </span>
  );
}
