import { currentLanguage } from "@/lib/i18n";
import { Outward } from "../shared/outward";
import type { DisplayProps, FieldUi } from "../types";

export type Phone = { raw: string; e164?: string | null; ext?: string | null };
const read = (value: unknown): Phone =>
  typeof value === "object" && value !== null && "raw" in value
    ? (value as Phone)
    : { raw: String(value ?? "") };

/** As it was written; 转 before an extension is read as a word in English, too. */
export const phoneText = (value: unknown): string => {
  const { raw, ext } = read(value);
  const said = currentLanguage() === "en" ? raw.replace(/\s*(转|分机号?)\s*(?=\d)/, " ext. ") : raw;
  return said + (ext && !raw.includes(ext) ? ` ×${ext}` : "");
};

function Display({ value }: DisplayProps) {
  const phone = read(value);
  const number = phone.e164 ?? phone.raw.replace(/[^\d+]/g, "");
  return (
    <Outward href={`tel:${number}${phone.ext ? `;ext=${phone.ext}` : ""}`}>
      <span className="num">{phoneText(value)}</span>
    </Outward>
  );
}

export const display: FieldUi = { Display, text: phoneText, width: 140 };
