import { Tag } from "@/ui/tag";
import { choiceOf } from "../shared/choices";
import type { DisplayProps, FieldUi } from "../types";

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function Display({ field, value, compact }: DisplayProps) {
  return (
    <span className={`tags ${compact ? "" : "tags--wrap"}`}>
      {list(value).map((item) => {
        const choice = choiceOf(field, item);
        return <Tag key={choice.value} text={choice.label} colour={choice.color ?? "grey"} />;
      })}
    </span>
  );
}

export const display: FieldUi = {
  Display,
  text: (value, field) =>
    list(value)
      .map((item) => choiceOf(field, item).label)
      .join(", "),
  width: 170,
};
