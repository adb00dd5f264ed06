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

/** Cases of collisions have a place of their own. */
const apart = "collision_case";

/** How many approvals wait for me to decide something. */
export const useWaiting = (): number =>
  Object.entries(useCounts()?.waiting ?? {}).reduce(
    (sum, [object, count]) => (object === apart ? sum : sum + count),
    0,
  );

/** How many collisions wait for me to decide them. */
export const useCollisions = (): number => useCounts()?.waiting[apart] ?? 0;
