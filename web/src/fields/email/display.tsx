import { Outward } from "../shared/outward";
import { asText } from "../shared/words";
import type { DisplayProps, FieldUi } from "../types";

function Display({ value }: DisplayProps) {
  return <Outward href={`mailto:${asText(value)}`}>{asText(value)}</Outward>;
}

export const display: FieldUi = { Display, text: asText, width: 190 };
