import { createElement, Fragment, lazy } from "react";
import type { Later } from "@/records/extensions";
import { admin } from "./admin/later";
import { approvals } from "./approvals/later";
import { assignment } from "./assignment/later";
import { automation } from "./automation/later";
import { duplicates } from "./duplicates/later";
import { handover } from "./handover/later";
import { mail } from "./mail/later";
import { privacy } from "./privacy/later";
import { quality } from "./quality/later";
import { setup } from "./setup/later";

/** What the apps add to screens nobody begins with. */
export const later: Later = {
  ...mail,
  ...handover,
  TrySeveral: assignment.TrySeveral,
  built: { ...approvals.built, ...automation.built, ...duplicates.built, ...quality.built },
  sections: {
    ...admin.sections,
    ...approvals.sections,
    ...assignment.sections,
    ...automation.sections,
    ...mail.sections,
    ...privacy.sections,
    ...setup.sections,
  },
};

const first = lazy(() =>
  import("./setup/texts")
    .then((texts) => texts.ready)
    .then(() => import("./setup/today"))
    .then((module) => ({ default: module.ChecklistToday })),
);
const decisions = lazy(() =>
  import("./approvals/today").then((module) => ({ default: module.ApprovalsToday })),
);

const handovers = lazy(() =>
  import("./handover/texts")
    .then((texts) => texts.ready)
    .then(() => import("./handover/today"))
    .then((module) => ({ default: module.HandoversToday })),
);

const collisions = lazy(() =>
  import("./collisions/texts")
    .then((texts) => texts.ready)
    .then(() => import("./collisions/today"))
    .then((module) => ({ default: module.CollisionsToday })),
);

const visits = lazy(() =>
  import("./activities/visits/visits-today").then((module) => ({ default: module.VisitsToday })),
);

/** On the page a day begins with: the day's visits, first steps, what waits for one's decision, and what is handed over. */
export const Today = () =>
  createElement(
    Fragment,
    null,
    ...[visits, first, decisions, collisions, handovers].map((Part, at) => createElement(Part, { key: at })),
  );
