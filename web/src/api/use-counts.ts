import { useQuery } from "@tanstack/react-query";
import { countNotices, noticeKeys } from "./notices";
import { isHearing } from "./stream";

/** How many notices nobody has read yet, and what waits for me; asked for again when the stream says so. */
export const useCounts = () =>
  useQuery({
    queryKey: noticeKeys.count,
    queryFn: ({ signal }) => countNotices(signal),
    refetchInterval: () => (isHearing() ? 300_000 : 60_000),
    retry: false,
  }).data;

/** How many records wait for me to decide something. */
export const useWaiting = (): number =>
  Object.values(useCounts()?.waiting ?? {}).reduce((sum, count) => sum + count, 0);
