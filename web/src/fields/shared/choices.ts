import type { Choice, FieldMeta } from "@/api/types";

/** The choice a stored value stands for; an unknown one is shown as it is. */
export const choiceOf = (field: FieldMeta, value: unknown): Choice =>
  field.choices?.find((choice) => choice.value === value) ?? { value: String(value), label: String(value) };
