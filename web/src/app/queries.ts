import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { readMeta, readSession } from "@/api/session";

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: ({ signal }) => readSession(signal),
  staleTime: 60_000,
});

export const metaQuery = (language: string) =>
  queryOptions({
    queryKey: keys.meta(language),
    queryFn: ({ signal }) => readMeta(signal),
    staleTime: 10 * 60_000,
  });
