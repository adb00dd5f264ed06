import { lazy } from "react";
import type { Later } from "@/records/extensions";

/** The administrators' screens in the settings. */
export const admin: Later = {
  sections: {
    roles: lazy(() => import("./roles/roles").then((module) => ({ default: module.Roles }))),
    log: lazy(() => import("./operations/log-page").then((module) => ({ default: module.LogPage }))),
    jobs: lazy(() => import("./operations/jobs-page").then((module) => ({ default: module.JobsPage }))),
    "exchange-rates": lazy(() =>
      import("./rates/rates-page").then((module) => ({ default: module.RatesPage })),
    ),
    "number-patterns": lazy(() =>
      import("./numbering/numbering-page").then((module) => ({ default: module.NumberingPage })),
    ),
    "sign-in": lazy(() =>
      import("./sign-in/sign-in-page").then((module) => ({ default: module.SignInPage })),
    ),
    "business-registry": lazy(() =>
      import("./registry/registry-page").then((module) => ({ default: module.RegistryPage })),
    ),
    configuration: lazy(() =>
      import("./configuration/configuration-page").then((module) => ({ default: module.ConfigurationPage })),
    ),
  },
};
