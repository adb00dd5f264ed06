import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PlainButton } from "@/ui/plain-button";
import { filterFrom } from "../shared/filters";
import { textEditor } from "../shared/text-editor";
import type { InputProps } from "../types";
import { type Address, addressParts, readAddress } from "./display";
import { RegionPicker } from "./region-picker";

/** Abroad, or in words no code stands behind. */
const isTyped = ({ country, code, province, city, district }: Address): boolean =>
  (Boolean(country) && country !== "CN") || (!code && Boolean(province || city || district));

/** An address in China by its region from the list; any other part by part. */
function Input({ value, onChange }: InputProps) {
  const { t } = useTranslation();
  const address = readAddress(value);
  const [typing, setTyping] = useState(isTyped(address));
  const set = (change: Address) => {
    const next = { ...address, ...change };
    onChange([...addressParts, "code" as const].some((name) => next[name]) ? next : null);
  };
  const parts = typing ? addressParts : (["line", "postcode"] as const);
  return (
    <div className="address">
      {!typing && <RegionPicker address={address} onPick={set} />}
      {parts.map((part) => (
        <div key={part} className={part === "line" ? "address__line" : undefined}>
          <input
            className="field-input"
            aria-label={t(`address.${part}`)}
            placeholder={t(`address.${part}`)}
            value={address[part] ?? ""}
            onChange={(event) =>
              set({
                [part]: event.target.value || null,
                ...(typing && part !== "line" ? { code: null } : {}),
              })
            }
          />
        </div>
      ))}
      <PlainButton
        className="address__switch muted"
        label={t(typing ? "address.pick" : "address.other")}
        onClick={() => setTyping(!typing)}
      />
    </div>
  );
}

export const editor = { Input, Filter: filterFrom(textEditor().Input) };
