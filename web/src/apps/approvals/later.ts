import { lazy } from "react";
import type { Later } from "@/records/extensions";

const flow = () => import("./flow/flow-editor");

/** How processes are made. */
export const approvals: Later = {
  built: {
    steps: {
      Input: lazy(() => flow().then((module) => ({ default: module.StepsInput }))),
      Shown: lazy(() => flow().then((module) => ({ default: module.StepsShown }))),
    },
  },
  sections: {
    "approval-processes": lazy(() =>
      import("./flow/processes-page").then((module) => ({ default: module.ProcessesPage })),
    ),
  },
};
