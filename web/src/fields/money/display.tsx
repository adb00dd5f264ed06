import { currentLanguage } from "@/lib/i18n";
import type { Language } from "@/lib/language";
import { compactMoney, fullMoney } from "@/lib/money";
import type { DisplayProps, FieldUi } from "../types";

export type Money = { amount: string; currency: string; base?: string | null };
export const isMoney = (value: unknown): value is Money =>
  typeof value === "object" && value !== null && "amount" in value;

const full = (value: unknown, language: Language): string =>
  isMoney(value) ? fullMoney(value.amount, value.currency, language) : String(value ?? "");

function Display({ value, compact }: DisplayProps) {
  const language = currentLanguage();
  const text = full(value, language);
  const short = isMoney(value) ? compactMoney(value.amount, value.currency, language) : text;
  return (
    <span className="num ellipsis" title={text}>
      {compact ? short : text}
    </span>
  );
}

export const display: FieldUi = {
  Display,
  text: (value, _field, language) => full(value, language),
  width: 110,
  align: "end",
};
