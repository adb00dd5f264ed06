import { lazy } from "react";
import type { Extensions } from "@/records/extensions";

/** Whom an activity is about, on its own page. */
export const activityObject: Extensions["objects"] = {
  activity: {
    panels: [
      {
        key: "reach",
        Panel: lazy(() => import("./before-reaching").then((module) => ({ default: module.ReachPanel }))),
      },
      {
        key: "visit",
        Panel: lazy(() => import("./visits/panel").then((module) => ({ default: module.VisitPanel }))),
      },
      {
        key: "remarks",
        Panel: lazy(() =>
          import("./visits/remarks-panel").then((module) => ({ default: module.RemarksPanel })),
        ),
      },
      {
        key: "about",
        Panel: lazy(() => import("./about").then((module) => ({ default: module.AboutPanel }))),
      },
    ],
  },
};

/** On the pages of customers: their complaints that are not solved. */
export const complaints = {
  key: "complaints",
  Panel: lazy(() => import("./complaints/panel").then((module) => ({ default: module.ComplaintsPanel }))),
};

/** Writing to any record's timeline, and how what was done is shown there. */
export const activities: Omit<Extensions, "objects"> = {
  Composer: lazy(() => import("./composer").then((module) => ({ default: module.Composer }))),
  Happening: lazy(() => import("./happening").then((module) => ({ default: module.Happening }))),
};
