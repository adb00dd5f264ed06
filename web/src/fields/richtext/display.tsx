import { Html, plainText } from "@/ui/html";
import { asText } from "../shared/words";
import type { DisplayProps, FieldUi } from "../types";

function Display({ value, compact }: DisplayProps) {
  if (compact) return <span className="ellipsis">{plainText(asText(value))}</span>;
  return <Html source={asText(value)} />;
}

export const display: FieldUi = { Display, text: (value) => plainText(asText(value)), width: 240 };
