import { lazy } from "react";
import type { Later } from "@/records/extensions";

const ready = () => import("./texts").then((texts) => texts.ready);
const pairs = () => ready().then(() => import("./pairs"));
const steps = () => ready().then(() => import("./steps"));

/** How duplicate rules are made. */
export const duplicates: Later = {
  built: {
    pairs: {
      Input: lazy(() => pairs().then((module) => ({ default: module.PairsInput }))),
      Shown: lazy(() => pairs().then((module) => ({ default: module.PairsShown }))),
    },
    steps_by_way: {
      Input: lazy(() => steps().then((module) => ({ default: module.StepsInput }))),
      Shown: lazy(() => steps().then((module) => ({ default: module.StepsShown }))),
    },
  },
};
