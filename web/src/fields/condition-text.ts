import type { FieldMeta } from "@/api/types";
import { currentLanguage, type Translate } from "@/lib/i18n";
import { displays } from "./displays";

const tokens = ["me", "my_team", "my_department"] as const;

function oneText(value: unknown, field: FieldMeta, t: Translate): string {
  if (typeof value === "object" && value !== null) {
    const token = tokens.find((name) => name in value);
    if (token) return t(`people.${token}`);
    if ("rel" in value) return t(`periods.${String(value.rel)}`, { n: "n" in value ? value.n : "" });
  }
  if (field.kind === "money" && typeof value !== "object") return String(value);
  return displays[field.kind].text(value, field, currentLanguage());
}

/** The value of a condition in plain words: "me, Wang Shan", "in the last 7 days". */
export function conditionText(value: unknown, op: string, field: FieldMeta, t: Translate): string {
  if (value === undefined || value === null) return "";
  const list = Array.isArray(value) ? value : [value];
  const texts = list.map((item) =>
    ["multichoice", "tags", "multireference"].includes(field.kind) && !Array.isArray(item)
      ? oneOf(item, field)
      : oneText(item, field, t),
  );
  return op === "between" ? texts.join(" – ") : texts.join(", ");
}

function oneOf(item: unknown, field: FieldMeta): string {
  return displays[field.kind].text([item], field, currentLanguage());
}
