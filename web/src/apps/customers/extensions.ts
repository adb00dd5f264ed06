import { lazy } from "react";
import type { Extensions } from "@/records/extensions";

const Deciders = lazy(() =>
  import("./deciders/texts")
    .then((texts) => texts.ready)
    .then(() => import("./deciders/deciders-tab"))
    .then((module) => ({ default: module.DecidersTab })),
);

/** On an account's page: who decides there. */
export const customers: Extensions["objects"] = {
  account: { tabs: [{ key: "deciders", label: "record.deciders", Tab: Deciders }] },
};
