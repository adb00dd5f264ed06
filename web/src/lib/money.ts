import { type Language, languageTag } from "./language";

const steps: Record<Language, readonly (readonly [number, string])[]> = {
  zh: [
    [1e8, "亿"],
    [1e4, "万"],
  ],
  en: [
    [1e9, "B"],
    [1e6, "M"],
    [1e3, "K"],
  ],
};

const shown = (value: number): number => (Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);

function symbolOf(currency: string, language: Language): string {
  try {
    const parts = new Intl.NumberFormat(languageTag(language), {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
    }).formatToParts(0);
    return parts.find((part) => part.type === "currency")?.value ?? currency;
  } catch {
    return `${currency} `;
  }
}

/** Every digit the server sent: "1234567.80", CNY → "¥1,234,567.80". */
export function fullMoney(amount: string, currency: string, language: Language): string {
  const [whole = "0", fraction = ""] = amount.replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const cents = /^0*$/.test(fraction) ? "" : `.${fraction.padEnd(2, "0")}`;
  return `${amount.startsWith("-") ? "-" : ""}${symbolOf(currency, language)}${grouped}${cents}`;
}

/** A plain number shortened for a cell: 万/亿 in Chinese, K/M/B in English. */
export function compactNumber(value: number, language: Language): string {
  const tag = languageTag(language);
  for (const [size, unit] of steps[language]) {
    const scaled = Math.abs(value) / size;
    const rounded = Number(scaled.toFixed(shown(scaled)));
    if (rounded < (size === 1e3 ? 10 : 1)) continue; // "1.97K" is no shorter than "1,970"
    const text = new Intl.NumberFormat(tag, { maximumFractionDigits: 2 }).format(rounded);
    return `${value < 0 ? "-" : ""}${text}${unit}`;
  }
  return new Intl.NumberFormat(tag, { maximumFractionDigits: 2 }).format(value);
}

/** "2050000", CNY → "¥205万" or "¥2.05M". */
export function compactMoney(amount: string, currency: string, language: Language): string {
  const text = compactNumber(Number(amount), language);
  const symbol = symbolOf(currency, language);
  return text.startsWith("-") ? `-${symbol}${text.slice(1)}` : `${symbol}${text}`;
}
