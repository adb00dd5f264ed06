import { Tag } from "@/ui/tag";
import { choiceOf } from "../shared/choices";
import type { DisplayProps, FieldUi } from "../types";

function Display({ field, value }: DisplayProps) {
  const choice = choiceOf(field, value);
  return <Tag text={choice.label} colour={choice.color ?? "grey"} />;
}

export const display: FieldUi = { Display, text: (value, field) => choiceOf(field, value).label, width: 116 };
