import { lazy } from "react";

const found = async () => {
  await (await import("./texts")).ready;
  return import("./lookup");
};

/** On accounts: what a business registry says, in the form of a new one and on the page. */
export const registry = {
  Lookup: lazy(() => found().then((module) => ({ default: module.Lookup }))),
  panels: [
    { key: "registry", Panel: lazy(() => found().then((module) => ({ default: module.LookupPanel }))) },
  ],
};
