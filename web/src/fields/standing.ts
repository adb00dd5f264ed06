import type { FieldMeta } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { isMasked } from "@/metadata/values";
import { displays } from "./displays";
import { isEmpty } from "./value";

export const shownText = (field: FieldMeta, value: unknown): string =>
  isEmpty(value) ? "" : (displays[field.kind] ?? displays.text).text(value, field, currentLanguage());

const flat = (kind: string, text: string): string =>
  kind === "phone"
    ? text.replace(/\D/g, "").replace(/^(?:00)?86/, "")
    : text.toLowerCase().replace(/[\s/]+/g, "");

/** How a value found elsewhere stands to the one a record has. */
export function standing(
  field: FieldMeta,
  there: unknown,
  found: unknown,
): "none" | "same" | "fills" | "differs" {
  if (isEmpty(found)) return "none";
  if (isEmpty(there)) return "fills";
  const [left, right] = [shownText(field, there), shownText(field, found)].map((text) =>
    flat(field.kind, text),
  );
  return isMasked(there) || left === right ? "same" : "differs";
}
