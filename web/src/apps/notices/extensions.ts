import { lazy } from "react";
import type { Extensions } from "@/records/extensions";

/** Following any record, commenting on it, and comments on its timeline. */
export const notices: Omit<Extensions, "objects"> = {
  Tool: lazy(() => import("./follow-button").then((module) => ({ default: module.FollowButton }))),
  Discuss: lazy(() => import("./discuss").then((module) => ({ default: module.Discuss }))),
  Said: lazy(() => import("./said").then((module) => ({ default: module.Said }))),
};
