import type { HTMLInputTypeAttribute } from "react";
import type { InputProps } from "../types";

type Props = Omit<InputProps, "field" | "value"> & {
  value: string;
  label: string;
  type?: HTMLInputTypeAttribute;
  mode?: "text" | "decimal" | "numeric" | "email" | "tel" | "url";
  maxLength?: number | null;
  placeholder?: string;
};

/** The native input behind most kinds; light, and a phone shows the right keyboard. */
export function PlainInput({
  value,
  label,
  type = "text",
  mode,
  maxLength,
  invalid,
  autoFocus,
  ...rest
}: Props) {
  return (
    <input
      {...rest}
      className="field-input"
      type={type}
      inputMode={mode}
      value={value}
      maxLength={maxLength ?? undefined}
      aria-label={rest.id ? undefined : label}
      aria-invalid={invalid || undefined}
      ref={(node) => {
        if (autoFocus && node && !node.dataset.focused) {
          node.dataset.focused = "1";
          node.focus();
          node.select();
        }
      }}
      autoComplete="off"
      onChange={(event) => rest.onChange(event.target.value)}
    />
  );
}
