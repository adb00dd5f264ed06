import { Button } from "antd";
import { ArrowUp, Plus, X } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, useRef } from "react";
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
  const list = useRef<HTMLDivElement>(null);
  const language = currentLanguage();
  const other = language === "zh" ? "en" : "zh";
  const shown = choices.length > 0 ? choices : [{ label: {}, color: colours[0] }];
  const fresh = (at: number, text?: string): ChoiceDefinition => ({
    label: text ? { [language]: text } : {},
    color: colours[at % colours.length],
  });
  const put = (at: number, changed: Partial<ChoiceDefinition>) =>
    onChange(shown.map((choice, place) => (place === at ? { ...choice, ...changed } : choice)));
  const focus = (at: number) =>
    setTimeout(() => list.current?.querySelectorAll<HTMLInputElement>("input")[at]?.focus());
  const add = () => {
    onChange([...shown, fresh(shown.length)]);
    focus(shown.length);
  };
  const up = (at: number) => {
    const next = [...shown];
    next.splice(at - 1, 0, ...next.splice(at, 1));
    onChange(next);
  };
  const onKey = (event: KeyboardEvent, at: number) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (at === shown.length - 1) add();
    else focus(at + 1);
  };
  // A column copied from a sheet or a document becomes as many choices.
  const onPaste = (event: ClipboardEvent, at: number) => {
    const lines = event.clipboardData
      .getData("text")
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(Boolean);
    if (lines.length < 2) return;
    event.preventDefault();
    const [first, ...rest] = lines;
    const made = rest.map((line, place) => fresh(at + place + 1, line));
    const here = { ...(shown[at] ?? fresh(at)), label: { ...shown[at]?.label, [language]: first } };
    onChange([...shown.slice(0, at), here, ...made, ...shown.slice(at + 1)]);
    focus(at + rest.length);
  };
  return (
    <div className="own__choices" ref={list}>
      <p className="form__label">
        {t("own:choices")} <span className="form__help">{t("own:choicesHint")}</span>
      </p>
      {shown.map((choice, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a new choice has nothing else to be known by
        <div key={at} className="own__choice">
          <input
            className="field-input"
            maxLength={60}
            aria-label={t("own:choice", { at: at + 1 })}
            placeholder={choice.label[other] || t("own:choice", { at: at + 1 })}
            value={choice.label[language] ?? ""}
            onChange={(event) => put(at, { label: { ...choice.label, [language]: event.target.value } })}
            onKeyDown={(event) => onKey(event, at)}
            onPaste={(event) => onPaste(event, at)}
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
            disabled={choice.value !== undefined || shown.length === 1}
            onClick={() => onChange(shown.filter((_, place) => place !== at))}
          />
        </div>
      ))}
      <Button className="own__add" icon={<Plus size={14} />} onClick={add}>
        {t("own:addChoice")}
      </Button>
    </div>
  );
}
