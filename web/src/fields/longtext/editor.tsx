import { filterFrom } from "../shared/filters";
import { textEditor } from "../shared/text-editor";
import { asText } from "../shared/words";
import type { InputProps } from "../types";

function Input({ field, value, onChange, id, invalid, autoFocus }: InputProps) {
  return (
    <textarea
      id={id}
      className="field-input"
      aria-label={id ? undefined : field.label}
      aria-invalid={invalid || undefined}
      maxLength={field.max_length ?? undefined}
      value={value === null || value === undefined ? "" : asText(value)}
      ref={(node) => {
        if (autoFocus && node && !node.dataset.focused) {
          node.dataset.focused = "1";
          node.focus();
        }
      }}
      onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
    />
  );
}

export const editor = { Input, Filter: filterFrom(textEditor().Input) };
