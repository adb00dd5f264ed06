import type { RecordData } from "@/api/types";

/** One currency: its rates, the newest first, the one that counts today, and ids of those that are yet to come. */
export type Currency = { code: string; rates: RecordData[]; today: RecordData | undefined; coming: string[] };

/** Rates by currency, as of a day such as "2026-11-22". */
export function currencies(rates: RecordData[], day: string): Currency[] {
  const codes = [...new Set(rates.map((rate) => String(rate.currency)))].sort();
  return codes.map((code) => {
    const own = rates
      .filter((rate) => rate.currency === code)
      .sort((one, other) => String(other.since).localeCompare(String(one.since)));
    const coming = own.filter((rate) => String(rate.since) > day);
    return { code, rates: own, today: own[coming.length], coming: coming.map((rate) => rate.id) };
  });
}
