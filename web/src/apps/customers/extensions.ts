import { lazy } from "react";
import type { Extensions } from "@/records/extensions";

const Deciders = lazy(() =>
  import("./deciders/texts")
    .then((texts) => texts.ready)
    .then(() => import("./deciders/deciders-tab"))
    .then((module) => ({ default: module.DecidersTab })),
);

const GroupTab = lazy(() =>
  import("./group/texts")
    .then((texts) => texts.ready)
    .then(() => import("./group/group-tab"))
    .then((module) => ({ default: module.GroupTab })),
);

/** On an account's page: who decides there, and the group it belongs to. */
export const customers = {
  account: {
    tabs: [
      {
        key: "deciders",
        label: "record.deciders",
        Tab: Deciders,
        shows: ["account_contact.account", "contact_relation.account"],
      },
      { key: "group", label: "record.group", Tab: GroupTab, shows: ["account.parent"] },
    ],
  },
} satisfies Extensions["objects"];
