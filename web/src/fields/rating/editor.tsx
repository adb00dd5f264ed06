import { Star } from "lucide-react";
import { useTranslation } from "react-i18next";
import { filterFrom } from "../shared/filters";
import { numberEditor } from "../shared/number-editor";
import type { FieldEditor, InputProps } from "../types";

function Input({ field, value, onChange }: InputProps) {
  const { t } = useTranslation();
  const stars = Number(value ?? 0);
  return (
    <fieldset className="stars" aria-label={field.label} style={{ border: 0, margin: 0, padding: 0 }}>
      {[1, 2, 3, 4, 5].map((at) => (
        <button
          key={at}
          type="button"
          className="star-pick"
          aria-label={t("fields.stars", { stars: at })}
          aria-pressed={at === stars}
          onClick={() => onChange(at === stars ? null : at)}
        >
          <Star size={16} className={at <= stars ? "star star--on" : "star"} aria-hidden="true" />
        </button>
      ))}
    </fieldset>
  );
}

export const editor: FieldEditor = { Input, Filter: filterFrom(numberEditor(Number).Input), instant: true };
