import type { FieldEditor, InputProps } from "../types";
import { filterFrom } from "./filters";
import { PlainInput } from "./plain-input";
import { asText } from "./words";

/** Editor of a kind that is one line of text, with the keyboard a phone should show. */
export function textEditor(mode: "text" | "email" | "url" | "tel" = "text"): FieldEditor {
  function Input({ field, value, onChange, ...rest }: InputProps) {
    return (
      <PlainInput
        {...rest}
        label={field.label}
        mode={mode}
        value={value === null ? "" : asText(value)}
        maxLength={field.max_length}
        onChange={(typed) => onChange(typed === "" ? null : typed)}
      />
    );
  }
  return { Input, Filter: filterFrom(Input) };
}
