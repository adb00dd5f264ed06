import { lazy } from "react";

const Profile = lazy(async () => {
  await (await import("./texts")).ready;
  return { default: (await import("./profile")).Profile };
});

/** What a record is called at a glance, and why. */
export const labels = { key: "labels", Panel: Profile };
