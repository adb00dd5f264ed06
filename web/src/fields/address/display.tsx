import { currentLanguage } from "@/lib/i18n";
import type { DisplayProps, FieldUi } from "../types";

export const addressParts = ["country", "province", "city", "district", "line", "postcode"] as const;
export type Address = Partial<Record<(typeof addressParts)[number] | "code", string | null>>;
export const readAddress = (value: unknown): Address =>
  typeof value === "object" && value !== null ? (value as Address) : {};

export function addressText(value: unknown): string {
  if (typeof value === "string") return value; // a place in a condition
  const { country, province, city, district, line, postcode } = readAddress(value);
  const han = /\p{Script=Han}/u.test(`${province}${city}${line}`);
  if (han) return [province, city === province ? "" : city, district, line].filter(Boolean).join(" ");
  return [line, district, city, province, postcode, country === "CN" ? "" : countryName(country)]
    .filter(Boolean)
    .join(", ");
}

/** A country in the reader's words; what is being typed stays as it is. */
export const countryName = (code: string | null | undefined): string =>
  code && /^[A-Z]{2}$/.test(code)
    ? (new Intl.DisplayNames(currentLanguage(), { type: "region" }).of(code) ?? code)
    : (code ?? "");

function Display({ value, compact }: DisplayProps) {
  const text = addressText(value);
  return (
    <span className={compact ? "ellipsis" : "words"} title={text}>
      {text}
    </span>
  );
}

export const display: FieldUi = { Display, text: addressText, width: 200 };
