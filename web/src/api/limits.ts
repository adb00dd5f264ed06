import { call } from "./client";
import type { Ref } from "./types";

export type ReadingUse = {
  day: string;
  items: { person: Ref; way: "person" | "key"; rows: number; refused: number; limit: number | null }[];
  ways: { value: "person" | "key"; label: string }[];
  /** Live windows one person may have open at once. */
  windows: number;
  shipped: Record<"person" | "key", { rows: number; requests: number }>;
};

/** Who read how much today, the greatest first. */
export const readReadingUse = (signal?: AbortSignal): Promise<ReadingUse> =>
  call("GET", "/reading-use", { signal });
