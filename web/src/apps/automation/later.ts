import { lazy } from "react";
import type { Later } from "@/records/extensions";

const ready = () => import("./texts").then((texts) => texts.ready);
const built = () => ready().then(() => import("./built"));

/** How rules that act by themselves are made, and what webhooks and ways in say of objects and fields. */
export const automation: Later = {
  built: {
    objects: {
      Input: lazy(() => built().then((module) => ({ default: module.ObjectsInput }))),
      Shown: lazy(() => built().then((module) => ({ default: module.ObjectsShown }))),
    },
    mapping: {
      Input: lazy(() => built().then((module) => ({ default: module.MappingInput }))),
      Shown: lazy(() => built().then((module) => ({ default: module.MappingShown }))),
    },
  },
  sections: {
    automations: lazy(() =>
      ready()
        .then(() => import("./section"))
        .then((module) => ({ default: module.AutomationSection })),
    ),
  },
};
