import { currentLanguage } from "@/lib/i18n";
import { translatedText } from "@/metadata/values";
import type { DisplayProps, FieldUi } from "../types";

function Display({ value }: DisplayProps) {
  return <span className="ellipsis">{translatedText(value, currentLanguage())}</span>;
}

export const display: FieldUi = {
  Display,
  text: (value, _field, language) => translatedText(value, language),
  width: 160,
};
