import { lazy } from "react";
import type { Extensions } from "@/records/extensions";

/** Following any record, and comments on its timeline. */
export const notices: Omit<Extensions, "objects"> = {
  Tool: lazy(() => import("./follow-button").then((module) => ({ default: module.FollowButton }))),
  Said: lazy(() => import("./said").then((module) => ({ default: module.Said }))),
};
