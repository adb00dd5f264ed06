import { lazy } from "react";
import type { Later } from "@/records/extensions";

const weights = () => import("./texts").then((texts) => texts.ready).then(() => import("./weights"));

/** How measures of completeness are made. */
export const quality: Later = {
  built: {
    weights: {
      Input: lazy(() => weights().then((module) => ({ default: module.WeightsInput }))),
      Shown: lazy(() => weights().then((module) => ({ default: module.WeightsShown }))),
    },
  },
};
