import { useTranslation } from "react-i18next";
import { filterFrom } from "../shared/filters";
import { textEditor } from "../shared/text-editor";
import type { InputProps } from "../types";
import { addressParts, readAddress } from "./display";

function Input({ value, onChange }: InputProps) {
  const { t } = useTranslation();
  const address = readAddress(value);
  const put = (part: string, typed: string) => {
    const next = { ...address, [part]: typed || null };
    onChange(addressParts.some((name) => next[name]) ? next : null);
  };
  return (
    <div className="address">
      {addressParts.map((part) => (
        <div key={part} className={part === "line" ? "address__line" : undefined}>
          <input
            className="field-input"
            aria-label={t(`address.${part}`)}
            placeholder={t(`address.${part}`)}
            value={address[part] ?? ""}
            onChange={(event) => put(part, event.target.value)}
          />
        </div>
      ))}
    </div>
  );
}

export const editor = { Input, Filter: filterFrom(textEditor().Input) };
