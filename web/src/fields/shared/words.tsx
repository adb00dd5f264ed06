import type { DisplayProps, FieldUi } from "../types";

export const asText = (value: unknown): string => (typeof value === "string" ? value : String(value ?? ""));

export function Words({ value, compact }: DisplayProps) {
  const text = asText(value);
  return (
    <span className={compact ? "ellipsis" : "words"} title={compact ? text : undefined}>
      {text}
    </span>
  );
}

export const words: FieldUi = { Display: Words, text: asText, width: 160 };
