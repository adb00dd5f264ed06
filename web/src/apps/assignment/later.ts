import { lazy } from "react";
import type { Later } from "@/records/extensions";

/** The screen of assignment rules in the settings. */
export const assignment: Later = {
  TrySeveral: lazy(() =>
    import("./texts")
      .then((texts) => texts.ready)
      .then(() => import("./try-several"))
      .then((module) => ({ default: module.TrySeveral })),
  ),
  sections: {
    "assignment-rules": lazy(() =>
      import("./texts")
        .then((texts) => texts.ready)
        .then(() => import("./rules-page"))
        .then((module) => ({ default: module.RulesPage })),
    ),
  },
};
