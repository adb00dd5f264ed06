import { lazy } from "react";
import type { Extensions } from "@/records/extensions";

const found = () => import("./panels");

/** Rights as matrices instead of documents, and what administrators may ask about a person. */
export const adminObjects = {
  role: {
    elsewhere: ["grants", "fields"],
    panels: [
      { key: "matrix", Panel: lazy(() => found().then((module) => ({ default: module.MatrixPanel }))) },
    ],
  },
  department: { foreseen: ["parent"] },
  user: {
    create: {
      label: "settings.inviteSeveral",
      Form: lazy(() =>
        import("./inviting/invite-several").then((module) => ({ default: module.InviteSeveral })),
      ),
    },
    foreseen: ["assign_roles", "manager", "department"],
    panels: [
      { key: "rights", Panel: lazy(() => found().then((module) => ({ default: module.PersonPanel }))) },
    ],
  },
} satisfies Extensions["objects"];

export const admin: Omit<Extensions, "objects"> = {
  Foresee: lazy(() => found().then((module) => ({ default: module.ForeseePanel }))),
  Seen: lazy(() => found().then((module) => ({ default: module.SeenPanel }))),
  Why: lazy(() => found().then((module) => ({ default: module.WhyPanel }))),
};
