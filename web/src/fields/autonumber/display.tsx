import { asText } from "../shared/words";
import type { DisplayProps, FieldUi } from "../types";

function Display({ value }: DisplayProps) {
  return <span className="num muted ellipsis">{asText(value)}</span>;
}

export const display: FieldUi = { Display, text: asText, width: 110 };
