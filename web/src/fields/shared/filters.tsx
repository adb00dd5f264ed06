import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { takesList } from "@/lib/criteria";
import { Select } from "@/ui/select";
import type { FilterProps, InputProps } from "../types";

/** A filter out of an input: one, two for "between", a list of typed values for "is any of". */
export function filterFrom(Input: ComponentType<InputProps>): ComponentType<FilterProps> {
  return function Filter({ field, op, value, onChange, still }: FilterProps) {
    if (op === "between")
      return <Between Input={Input} field={field} op={op} value={value} onChange={onChange} still={still} />;
    if (takesList(op)) return <TypedList field={field} op={op} value={value} onChange={onChange} />;
    return <Input field={field} value={value} onChange={onChange} autoFocus={!still} />;
  };
}

export function Between({
  Input,
  field,
  value,
  onChange,
  still,
}: FilterProps & { Input: ComponentType<InputProps> }) {
  const pair = Array.isArray(value) ? value : [];
  return (
    <div className="pair">
      <Input
        field={field}
        value={pair[0] ?? ""}
        onChange={(low) => onChange([low, pair[1] ?? ""])}
        autoFocus={!still}
      />
      <span className="muted" style={{ flex: "none" }}>
        –
      </span>
      <Input field={field} value={pair[1] ?? ""} onChange={(high) => onChange([pair[0] ?? "", high])} />
    </div>
  );
}

export function TypedList({ field, value, onChange }: FilterProps) {
  const { t } = useTranslation();
  return (
    <Select
      className="select-wide"
      mode="tags"
      aria-label={field.label}
      value={Array.isArray(value) ? value.map(String) : []}
      onChange={onChange}
      open={false}
      suffixIcon={null}
      tokenSeparators={[",", "，", "、", ";"]}
      placeholder={t("fields.typeSeveral")}
    />
  );
}
