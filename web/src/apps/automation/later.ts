import { lazy } from "react";
import type { Later } from "@/records/extensions";

/** How rules that act by themselves are made. */
export const automation: Later = {
  sections: {
    automations: lazy(() =>
      import("./texts")
        .then((texts) => texts.ready)
        .then(() => import("./section"))
        .then((module) => ({ default: module.AutomationSection })),
    ),
  },
};
