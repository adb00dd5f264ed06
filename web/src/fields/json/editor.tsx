import { useState } from "react";
import { useTranslation } from "react-i18next";
import { filterFrom } from "../shared/filters";
import { textEditor } from "../shared/text-editor";
import type { InputProps } from "../types";
import { jsonText } from "./display";

function Input({ field, value, onChange, id }: InputProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(() => (value === null || value === undefined ? "" : jsonText(value, 2)));
  const [broken, setBroken] = useState(false);
  const read = (text: string) => {
    setTyped(text);
    try {
      onChange(text.trim() ? JSON.parse(text) : null);
      setBroken(false);
    } catch {
      setBroken(true);
    }
  };
  return (
    <>
      <textarea
        id={id}
        className="field-input json"
        aria-label={id ? undefined : field.label}
        aria-invalid={broken || undefined}
        value={typed}
        onChange={(event) => read(event.target.value)}
      />
      {broken && <p className="form__error">{t("fields.notJson")}</p>}
    </>
  );
}

export const editor = { Input, Filter: filterFrom(textEditor().Input) };
