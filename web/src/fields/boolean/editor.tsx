import { translate } from "@/lib/i18n";
import { Segments } from "@/ui/segments";
import type { FieldEditor, FilterProps, InputProps } from "../types";

type Props = Pick<InputProps, "field" | "value" | "onChange">;

function YesNo({ field, value, onChange }: Props) {
  return (
    <Segments
      label={field.label}
      value={value === null || value === undefined ? "" : String(value)}
      options={[
        { value: "true", label: translate("common.yes") },
        { value: "false", label: translate("common.no") },
      ]}
      onChange={(next) => onChange(next === "true")}
    />
  );
}

const Filter = (props: FilterProps) => <YesNo {...props} />;

export const editor: FieldEditor = { Input: YesNo, Filter, instant: true };
