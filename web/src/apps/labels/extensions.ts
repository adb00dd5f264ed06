import { lazy } from "react";

/** What a record is at a glance, and why. */
export const Profile = lazy(async () => {
  await (await import("./texts")).ready;
  return { default: (await import("./profile")).Profile };
});
