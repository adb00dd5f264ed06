import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { type Scope, scopes } from "./grants";

type Option = { name: string; label: string };
type Props = {
  label: string;
  /** What holds; `inherited` when a wider row says so. */
  value: Scope;
  inherited: boolean;
  general: Scope;
  options: Option[];
  disabled: boolean;
  at: string;
  tabbable: boolean;
  onChange: (scope: Scope | null) => void;
  onMove?: (event: KeyboardEvent<HTMLSelectElement>) => void;
  onFocus?: () => void;
};

/** One right of the matrix: a coloured word over a native list; digits set a scope, Delete leaves it to the wider row. */
export function ScopeCell({
  label,
  value,
  inherited,
  general,
  options,
  disabled,
  at,
  tabbable,
  onChange,
  onMove,
  onFocus,
}: Props) {
  const { t } = useTranslation();
  const name = (scope: string) => options.find((option) => option.name === scope)?.label ?? scope;
  const onKey = (event: KeyboardEvent<HTMLSelectElement>) => {
    const digit = scopes[Number(event.key)];
    if (/^[0-5]$/.test(event.key) && digit) {
      event.preventDefault();
      onChange(digit);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      onChange(null);
    } else onMove?.(event);
  };
  return (
    <span className={`scope scope--${value} ${inherited ? "scope--inherited" : ""}`}>
      <span aria-hidden="true">{t(`admin:short.${value}`)}</span>
      <select
        aria-label={label}
        title={name(value)}
        data-cell={at}
        tabIndex={tabbable ? 0 : -1}
        disabled={disabled}
        value={inherited ? "" : value}
        onKeyDown={onKey}
        onFocus={onFocus}
        onChange={(event) => onChange(event.target.value === "" ? null : (event.target.value as Scope))}
      >
        <option value="">{t("admin:asGeneral", { scope: name(general) })}</option>
        {options.map((option) => (
          <option key={option.name} value={option.name}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}
