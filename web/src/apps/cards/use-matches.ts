import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { readRecord } from "@/api/records";
import type { RecordData } from "@/api/types";
import { isEmpty } from "@/fields/value";
import { isRef } from "@/metadata/values";
import { useDelayed } from "@/ui/use-delayed";
import type { Draft } from "./draft";
import { findMatches, type Matches, type Values } from "./requests";

const none: Matches = { contacts: [], accounts: [] };
const told = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value) && !Array.isArray(value)));

/** Who of a card is here already, asked for as it is corrected. */
export function useMatches(draft: Draft): { matches: Matches; settled: boolean } {
  const values = { contact: told(draft.values.contact), account: told(draft.values.account) };
  const asked = useDelayed(JSON.stringify(values), 300);
  const query = useQuery({
    queryKey: ["cards", "matches", asked],
    queryFn: ({ signal }) => findMatches(JSON.parse(asked), signal),
    placeholderData: keepPreviousData,
    retry: false,
    meta: { quiet: true },
  });
  return { matches: query.data ?? none, settled: !query.isPending };
}

/** The contact a card is likely about, with everything one may see of it; null while nobody is chosen. */
export function useThere(id: string | null): RecordData | null {
  const query = useQuery({
    queryKey: ["cards", "contact", id],
    queryFn: ({ signal }) => readRecord("contacts", id ?? "", signal),
    enabled: id !== null,
    staleTime: 0,
  });
  return id === null ? null : (query.data ?? null);
}

export const accountOf = (record: RecordData | null): { id: string; title: string | null } | null => {
  const value = record?.account;
  return isRef(value) ? value : null;
};
