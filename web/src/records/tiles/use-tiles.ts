import type { FieldMeta, Group, ObjectMeta } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { languageTag } from "@/lib/language";
import type { ListState } from "@/lib/list-state";
import { compactMoney, compactNumber, fullMoney } from "@/lib/money";
import { useBaseCurrency } from "@/metadata/session";
import { useTotals } from "../list/use-rows";
import { addressFields, amountFields } from "./fields";
import { units } from "./layout";

/** A province, a country or what is neither: the records there, and what they come to in what is measured. */
export type Place = Group & { key: string; amount: number };

const isUnit = ({ value }: Group): boolean => String(value) in units;

/** Places with how much is there, by the address and the measure the list asks for. */
export function useTiles(object: ObjectMeta, state: ListState) {
  const addresses = addressFields(object);
  const by = addresses.find((field) => field.name === state.place) ?? addresses[0];
  const measure = amountFields(object).find((field) => field.name === state.measure);
  const totals = useTotals(object, state, measure ? [measure.name] : [], by?.name);
  const places = (totals.data?.groups ?? []).map((group) => ({
    ...group,
    key: String(group.value),
    amount: measure ? Number(group.sum[measure.name] ?? 0) : group.count,
  }));
  const abroad = places.filter((place) => place.value !== null && !isUnit(place));
  return {
    totals,
    by,
    measure,
    units: places.filter(isUnit),
    abroad: abroad.sort((one, other) => other.amount - one.amount),
    unknown: places.find((place) => place.value === null),
    whole: totals.data?.count ?? 0,
  };
}

/** How an amount of the measure is written: short on a tile, in full beside it. */
export function useWritten(measure: FieldMeta | undefined) {
  const currency = useBaseCurrency();
  const language = currentLanguage();
  const money = measure?.kind === "money";
  return {
    short: (amount: number) =>
      money ? compactMoney(String(amount), currency, language) : compactNumber(amount, language),
    full: (amount: number) =>
      money
        ? fullMoney(amount.toFixed(2), currency, language)
        : new Intl.NumberFormat(languageTag(language)).format(amount),
  };
}
