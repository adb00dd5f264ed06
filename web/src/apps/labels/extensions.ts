import { lazy } from "react";

/** What a record is at a glance, and why. */
export const Profile = lazy(async () => {
  await (await import("./texts")).ready;
  return { default: (await import("./profile")).Profile };
});

const Trial = lazy(async () => {
  await (await import("./texts")).ready;
  return { default: (await import("./trial")).LevelTrial };
});

/** On the page of a level rule: what the rules would do. */
export const trialOfLevels = { panels: [{ key: "trial", Panel: Trial }] };
