import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { keys } from "@/api/keys";
import { type ListParams, listRecords, totalsOf } from "@/api/records";
import type { ObjectMeta, Page } from "@/api/types";
import { toWire } from "@/lib/criteria";
import type { ListState } from "@/lib/list-state";
import { useBoardOwner } from "../board/use-board-owner";
import { sortOf } from "./looked-for";

const pageSize = 100;

/** The question a list asks, out of its state. */
export function paramsOf(state: ListState): ListParams {
  return {
    q: state.q,
    filter: toWire(state.filter ?? null) ?? undefined,
    sort: state.sort,
    scope: state.scope,
    deleted: state.bin,
  };
}

const alwaysRead = ["id", "version", "number", "owner"];

/** Rows of a list, page after page as one scrolls, with how many there are. */
export function useRows(object: ObjectMeta, state: ListState, columns: string[]) {
  const known = new Set(object.fields.map((field) => field.name));
  const { field: shared = "" } = useBoardOwner(object);
  const wanted = [...new Set([object.title, ...columns, ...alwaysRead, shared])].filter(
    (name) => known.has(name) || name === object.title,
  );
  const asked = { sort: sortOf(state), found: state.q ? true : undefined };
  const params = { ...paramsOf(state), ...asked, fields: wanted.sort().join(",") };
  const query = useInfiniteQuery({
    queryKey: keys.list(object.plural, params),
    queryFn: ({ pageParam, signal }) =>
      listRecords(
        object.plural,
        {
          ...params,
          limit: pageSize,
          cursor: pageParam,
          count: pageParam === null,
          ties: Boolean(object.ties),
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page) => last.next,
    placeholderData: keepPreviousData,
    meta: { quiet: true },
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const first = query.data?.pages[0];
  return { query, rows, count: first?.count, capped: first?.count_capped ?? false, meant: first?.meant };
}

/** Sums of columns over everything the list would show, and of each group of it. */
export function useTotals(object: ObjectMeta, state: ListState, sums: string[], group?: string) {
  const { deleted: _deleted, ...asked } = paramsOf({ ...state, sort: undefined });
  const params = { ...asked, sum: sums.join(","), group };
  return useQuery({
    queryKey: keys.totals(object.plural, params),
    queryFn: ({ signal }) => totalsOf(object.plural, params, signal),
    enabled: (sums.length > 0 || group !== undefined) && !state.bin,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}
