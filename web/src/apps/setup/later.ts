import { lazy } from "react";
import type { Later } from "@/records/extensions";

/** The first set-up and the switches of modules, in the settings. */
export const setup: Later = {
  sections: {
    setup: lazy(() =>
      import("./texts")
        .then((texts) => texts.ready)
        .then(() => import("./wizard"))
        .then((module) => ({ default: module.Wizard })),
    ),
    modules: lazy(() =>
      import("./texts")
        .then((texts) => texts.ready)
        .then(() => import("./wizard"))
        .then((module) => ({ default: module.ModulesPage })),
    ),
  },
};
