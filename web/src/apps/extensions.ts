import { lazy } from "react";
import type { Extensions } from "@/records/extensions";
import { activities, activityObject, complaints } from "./activities/extensions";
import { admin, adminObjects } from "./admin/extensions";
import { approvals } from "./approvals/extensions";
import { integrations } from "./automation/extensions";
import { cards } from "./cards/extensions";
import { beforeWinning, protectionPanels } from "./collisions/extensions";
import { customers } from "./customers/extensions";
import { handoverOfUser } from "./handover/extensions";
import { Profile, trialOfLevels } from "./labels/extensions";
import { notices } from "./notices/extensions";
import { pools } from "./pools/extensions";
import { consentOfCustomer, consentOfPerson, deskOfRequest, reaching } from "./privacy/extensions";
import { quality } from "./quality/extensions";
import { registry } from "./registry/extensions";
import { sales } from "./sales/extensions";
import { settings } from "./settings/extensions";

/** What the apps add to the generic screens. */
export const extensions: Extensions = {
  ...activities,
  ...admin,
  ...approvals,
  ...notices,
  ...quality,
  ...reaching,
  Today: lazy(() => import("./later").then((module) => ({ default: module.Today }))),
  later: () => import("./later").then((module) => module.later),
  objects: {
    ...activityObject,
    ...sales,
    ...settings,
    ...adminObjects,
    ...integrations,
    account: {
      ...sales.account,
      ...pools.account,
      ...customers.account,
      Lookup: registry.Lookup,
      Card: Profile,
      panels: [complaints, ...protectionPanels, ...pools.account.panels, ...registry.panels],
      tabs: [...customers.account.tabs, ...consentOfCustomer.tabs],
      glance: consentOfCustomer.glance,
    },
    opportunity: {
      ...sales.opportunity,
      asks: beforeWinning,
      Card: Profile,
      panels: [complaints, ...protectionPanels],
    },
    contact: {
      ...sales.contact,
      ...consentOfPerson,
      ...cards,
      Card: Profile,
      panels: [complaints],
    },
    lead: {
      ...sales.lead,
      ...pools.lead,
      ...consentOfPerson,
      Card: Profile,
    },
    privacy_request: deskOfRequest,
    level_rule: trialOfLevels,
    user: {
      ...settings.user,
      ...adminObjects.user,
      ...handoverOfUser,
      panels: [...adminObjects.user.panels, ...handoverOfUser.panels],
    },
  },
};
