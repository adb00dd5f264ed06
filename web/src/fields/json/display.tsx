import type { DisplayProps, FieldUi } from "../types";

export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent) ?? "";

function Display({ value, compact }: DisplayProps) {
  if (compact) return <code className="ellipsis">{jsonText(value)}</code>;
  return <pre className="json">{jsonText(value, 2)}</pre>;
}

export const display: FieldUi = { Display, text: (value) => jsonText(value), width: 180 };
