import type { HTMLInputTypeAttribute } from "react";
import type { InputProps } from "../types";

type Props = Omit<InputProps, "field" | "value"> & {
  value: string;
  label: string;
  type?: HTMLInputTypeAttribute;
  mode?: "text" | "decimal" | "numeric" | "email" | "tel" | "url";
  maxLength?: number | null;
  placeholder?: string;
  /** Whether nothing beside it says what it is: its label is its own. */
  alone?: boolean;
};

/** A dialog that has just opened takes the focus for itself; this takes it back once, unless somebody went on already. */
export function holdFocus(node: HTMLElement): void {
  setTimeout(() => {
    const taken = document.activeElement?.matches("input, textarea, select, [contenteditable=true]") ?? false;
    if (node.isConnected && !taken) node.focus();
  }, 60);
}

/** The native input behind most kinds; light, and a phone shows the right keyboard. */
export function PlainInput({
  value,
  label,
  type = "text",
  mode,
  maxLength,
  invalid,
  autoFocus,
  alone = false,
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
      aria-label={rest.id && !alone ? undefined : label}
      aria-invalid={invalid || undefined}
      ref={(node) => {
        if (autoFocus && node && !node.dataset.focused) {
          node.dataset.focused = "1";
          node.focus();
          node.select();
          holdFocus(node);
        }
      }}
      autoComplete="off"
      onChange={(event) => rest.onChange(event.target.value)}
    />
  );
}
