import type { FieldKind, FieldMeta } from "@/api/types";

/** A field that is only entered, for forms that are no object's. */
export const inputOf = (
  name: string,
  kind: FieldKind,
  label: string,
  more: Partial<FieldMeta> = {},
): FieldMeta => ({
  name,
  kind,
  label,
  required: false,
  readonly: false,
  sortable: false,
  filterable: false,
  groupable: false,
  operators: [],
  ...more,
});
