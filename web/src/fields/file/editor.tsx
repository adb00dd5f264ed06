import { useTranslation } from "react-i18next";
import { filterFrom } from "../shared/filters";
import { textEditor } from "../shared/text-editor";
import type { InputProps } from "../types";
import { Value } from "../value";

/** Files are attached by the API; here they can be seen and taken off. */
function Input({ field, value, onChange }: InputProps) {
  const { t } = useTranslation();
  return (
    <div className="row">
      <Value field={field} value={value} />
      {value !== null && value !== undefined && (
        <button type="button" className="plain" onClick={() => onChange(null)}>
          {t("common.remove")}
        </button>
      )}
    </div>
  );
}

export const editor = { Input, Filter: filterFrom(textEditor().Input) };
