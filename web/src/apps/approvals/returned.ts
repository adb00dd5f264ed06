import type { Case } from "./types";

/** Whoever returned it last, with what he said. */
export const lastReturn = (found: Partial<Case>) =>
  (found.steps ?? [])
    .flatMap((each) => each.tasks)
    .filter((part) => part.state === "returned" && part.decided_at)
    .sort((one, other) => (one.decided_at ?? "").localeCompare(other.decided_at ?? ""))
    .at(-1);
