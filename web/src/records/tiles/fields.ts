import type { FieldMeta, ObjectMeta } from "@/api/types";

const added = new Set(["money", "decimal", "integer"]);

/** Fields that say where a record is, and may be asked for it. */
export const addressFields = (object: ObjectMeta): FieldMeta[] =>
  object.fields.filter((field) => field.kind === "address" && field.filterable);

/** Fields that tiles add up. */
export const amountFields = (object: ObjectMeta): FieldMeta[] =>
  object.fields.filter((field) => added.has(field.kind) && field.filterable);
