import { Button } from "antd";
import { ArrowUp, Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/lib/i18n";
import { softColours } from "@/lib/soft";
import { PlainButton } from "@/ui/plain-button";
import type { ChoiceDefinition } from "./definitions";

const colours = ["gray", ...softColours];
type Props = { choices: ChoiceDefinition[]; onChange: (choices: ChoiceDefinition[]) => void };

/** Choices in order, each with its name and colour; one that is in use already can be renamed, not removed. */
export function ChoicesEditor({ choices, onChange }: Props) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const other = language === "zh" ? "en" : "zh";
  const put = (at: number, changed: Partial<ChoiceDefinition>) =>
    onChange(choices.map((choice, place) => (place === at ? { ...choice, ...changed } : choice)));
  const up = (at: number) => {
    const next = [...choices];
    next.splice(at - 1, 0, ...next.splice(at, 1));
    onChange(next);
  };
  return (
    <div className="own__choices">
      <p className="form__label">{t("own:choices")}</p>
      {choices.map((choice, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a new choice has nothing else to be known by
        <div key={at} className="own__choice">
          <input
            className="field-input"
            aria-label={t("own:choice", { at: at + 1 })}
            placeholder={choice.label[other] ?? t("own:choice", { at: at + 1 })}
            value={choice.label[language] ?? ""}
            onChange={(event) => put(at, { label: { ...choice.label, [language]: event.target.value } })}
          />
          <select
            className="field-input own__colour"
            aria-label={t("own:colour", { at: at + 1 })}
            value={choice.color ?? "gray"}
            onChange={(event) => put(at, { color: event.target.value })}
          >
            {colours.map((colour) => (
              <option key={colour} value={colour}>
                {t(`colours.${colour}`, { ns: "own" })}
              </option>
            ))}
          </select>
          <PlainButton
            bare
            icon={<ArrowUp size={14} />}
            label={t("own:up")}
            disabled={at === 0}
            onClick={() => up(at)}
          />
          <PlainButton
            bare
            icon={<X size={14} />}
            label={t("own:remove")}
            disabled={choice.value !== undefined}
            onClick={() => onChange(choices.filter((_, place) => place !== at))}
          />
        </div>
      ))}
      <Button
        icon={<Plus size={14} />}
        onClick={() => onChange([...choices, { label: {}, color: colours[choices.length % colours.length] }])}
      >
        {t("own:addChoice")}
      </Button>
    </div>
  );
}
