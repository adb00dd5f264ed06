import { lazy } from "react";
import type { Later } from "@/records/extensions";

/** Handing over what is chosen in a list. */
export const handover: Later = {
  HandSeveral: lazy(() => import("./hand-several").then((module) => ({ default: module.HandSeveral }))),
};
