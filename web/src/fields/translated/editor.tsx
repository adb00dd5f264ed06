import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/lib/i18n";
import { readersFirst } from "@/lib/language";
import { filterFrom } from "../shared/filters";
import { PlainInput } from "../shared/plain-input";
import { textEditor } from "../shared/text-editor";
import type { InputProps } from "../types";

type Texts = { zh?: string; en?: string };
const read = (value: unknown): Texts =>
  typeof value === "string"
    ? { [currentLanguage()]: value }
    : typeof value === "object" && value
      ? (value as Texts)
      : {};

function Input({ field, value, onChange, id, invalid, autoFocus }: InputProps) {
  const { t } = useTranslation();
  const texts = read(value);
  return (
    <div className="stack" style={{ gap: 6 }}>
      {readersFirst(currentLanguage()).map((language, at) => (
        <div key={language} className="prefixed">
          <span aria-hidden="true">{t(`language.short_${language}`)}</span>
          <PlainInput
            id={at === 0 ? id : undefined}
            label={`${field.label} · ${t(`language.${language}`)}`}
            alone
            value={texts[language] ?? ""}
            invalid={invalid}
            autoFocus={autoFocus && at === 0}
            onChange={(typed) => onChange({ ...texts, [language]: String(typed) })}
          />
        </div>
      ))}
    </div>
  );
}

export const editor = { Input, Filter: filterFrom(textEditor().Input) };
