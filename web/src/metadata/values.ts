import type { ObjectMeta, RecordData, Ref } from "@/api/types";
import type { Language } from "@/lib/language";

export type Masked = { masked: string };
export const isMasked = (value: unknown): value is Masked =>
  typeof value === "object" && value !== null && "masked" in value;

export const isRef = (value: unknown): value is Ref =>
  typeof value === "object" && value !== null && "id" in value && "title" in value;

/** A translated text in the reader's language, else in the other. */
export function translatedText(value: unknown, language: Language): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  const texts = value as Partial<Record<Language, string>>;
  return texts[language] || texts.zh || texts.en || "";
}

/** What a record is called: its title field, else its number. */
export function titleOf(object: ObjectMeta, record: RecordData, language: Language): string {
  const value = record[object.title];
  if (isMasked(value)) return value.masked;
  const choice = object.fields.find((field) => field.name === object.title)?.choices;
  const chosen = choice?.find((each) => each.value === value);
  if (chosen) return chosen.label;
  const text = isRef(value) ? (value.title ?? "") : translatedText(value, language);
  return text || (record.number ?? "") || "—";
}
