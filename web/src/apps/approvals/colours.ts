import type { CaseState } from "./types";

export const stateColours: Record<CaseState, string> = {
  running: "blue",
  passed: "green",
  rejected: "red",
  withdrawn: "gray",
  returned: "orange",
};
