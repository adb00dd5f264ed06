import { useTranslation } from "react-i18next";
import { Select } from "@/ui/select";
import { Tag } from "@/ui/tag";
import type { InputProps } from "../types";

type Props = InputProps & { several?: boolean };

/** A select over the field's choices. */
export function ChoiceSelect({ field, value, onChange, id, invalid, autoFocus, several = false }: Props) {
  const { t } = useTranslation();
  return (
    <Select
      id={id}
      className="select-wide"
      popupMatchSelectWidth={180}
      aria-label={field.label}
      mode={several ? "multiple" : undefined}
      allowClear={!field.required}
      autoFocus={autoFocus}
      defaultOpen={autoFocus}
      showSearch={{ optionFilterProp: "words" }}
      status={invalid ? "error" : undefined}
      placeholder={t("fields.choose")}
      value={several ? (Array.isArray(value) ? value : []) : (value ?? undefined)}
      onChange={(next) => onChange(next ?? null)}
      options={field.choices?.map((choice) => ({
        value: choice.value,
        title: choice.label,
        words: `${choice.label} ${choice.words ?? ""}`,
        label: <Tag text={choice.label} colour={choice.color ?? "grey"} />,
      }))}
    />
  );
}
