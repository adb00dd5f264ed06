import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { LikelyHit } from "@/api/records";
import { inRow } from "@/lib/i18n";

export type Option = { value: string; label: string; hint?: string; hit?: LikelyHit; plural?: string };

/** One of a few ways on, each with why it is offered. */
export function Choices(props: {
  name: string;
  label: string;
  value: string;
  options: Option[];
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation("cards");
  return (
    <fieldset className="card-choices">
      <legend className="card-form__legend">{props.label}</legend>
      {props.options.map((option) => (
        <label key={option.value} className="card-choice">
          <input
            type="radio"
            name={props.name}
            checked={option.value === props.value}
            onChange={() => props.onChange(option.value)}
          />
          <span className="card-choice__text">
            <span>{option.label}</span>
            {option.hit && (
              <span className="muted">
                {[option.hit.subtitle, option.hit.owner?.title].filter(Boolean).join(" · ")}
                {option.hit.fields.length > 0 && ` · ${t("same", { fields: inRow(option.hit.fields) })}`}
              </span>
            )}
            {option.hint && <span className="muted">{option.hint}</span>}
          </span>
          {option.hit && option.plural && (
            <Link to="/$plural/$id" params={{ plural: option.plural, id: option.hit.id }} target="_blank">
              {t("open")}
            </Link>
          )}
        </label>
      ))}
    </fieldset>
  );
}
