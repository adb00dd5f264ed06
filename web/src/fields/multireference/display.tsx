import { isRef } from "@/metadata/values";
import { RefLink } from "../shared/ref-link";
import type { DisplayProps, FieldUi } from "../types";

const list = (value: unknown) => (Array.isArray(value) ? value.filter(isRef) : []);

function Display({ field, value, compact }: DisplayProps) {
  return (
    <span className={`tags ${compact ? "" : "tags--wrap"}`}>
      {list(value).map((ref) => (
        <RefLink key={ref.id} target={field.target} value={ref} />
      ))}
    </span>
  );
}

export const display: FieldUi = {
  Display,
  text: (value) =>
    list(value)
      .map((ref) => ref.title ?? "—")
      .join(", "),
  width: 200,
};
