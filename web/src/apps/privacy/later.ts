import { lazy } from "react";
import type { Later } from "@/records/extensions";

/** The register of personal data in the settings, with what tonight's retention would do. */
export const privacy: Later = {
  sections: {
    "personal-fields": lazy(() =>
      import("./texts")
        .then((texts) => texts.ready)
        .then(() => import("./register-page"))
        .then((module) => ({ default: module.RegisterPage })),
    ),
  },
};
