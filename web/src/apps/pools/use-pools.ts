import { useQuery } from "@tanstack/react-query";
import { type OpenPool, poolKeys, readPools } from "./requests";

const none: OpenPool[] = [];

/** The pools open to this person; none while they are not known. */
export function usePools(used: boolean): OpenPool[] {
  const query = useQuery({
    enabled: used,
    queryKey: poolKeys.mine,
    queryFn: ({ signal }) => readPools(signal),
    staleTime: 60_000,
    retry: false,
    meta: { quiet: true },
  });
  return query.data?.items ?? none;
}
