import type { FieldMeta } from "@/api/types";
import { type Node, toWire } from "@/lib/criteria";

/** Conditions as the server takes them, without what is unfinished; everything else as it is. */
export const wired = (field: FieldMeta | undefined, value: unknown): unknown =>
  field?.editor?.endsWith("criteria") ? toWire(value as Node | null) : value;
