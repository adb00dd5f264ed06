import { lazy } from "react";
import type { Extensions } from "@/records/extensions";

const MatrixPanel = lazy(() =>
  import("./roles/matrix-panel").then((module) => ({ default: module.MatrixPanel })),
);
const PersonPanel = lazy(() =>
  import("./why/person-panel").then((module) => ({ default: module.PersonPanel })),
);

/** Rights as matrices instead of documents, and what administrators may ask about a person. */
export const adminObjects = {
  role: { elsewhere: ["grants", "fields"], panels: [{ key: "matrix", Panel: MatrixPanel }] },
  user: { panels: [{ key: "rights", Panel: PersonPanel }] },
} satisfies Extensions["objects"];

export const admin: Omit<Extensions, "objects"> = {
  Why: lazy(() => import("./why/why-dialog").then((module) => ({ default: module.WhyOfRecord }))),
};
