import { lazy } from "react";
import type { Later } from "@/records/extensions";

/** The administrators' screens in the settings. */
export const admin: Later = {
  sections: {
    roles: lazy(() => import("./roles/roles").then((module) => ({ default: module.Roles }))),
    configuration: lazy(() =>
      import("./configuration/configuration-page").then((module) => ({ default: module.ConfigurationPage })),
    ),
  },
};
