import { lazy } from "react";
import type { Extensions, ObjectExtension } from "@/records/extensions";
import { ReachNote } from "./reach-note";

const Consent = lazy(async () => {
  await (await import("./texts")).ready;
  return { default: (await import("./consent-tab")).ConsentTab };
});
const Glance = lazy(async () => {
  await (await import("./texts")).ready;
  return { default: (await import("./glance")).Glance };
});

const tab = { key: "consent", label: "record.consent", Tab: Consent };
const isPerson = ({ kind }: Record<string, unknown>) => kind === "person";

/** On a person's page: how he is to be reached, and what he has consented to. */
export const consentOfPerson = { tabs: [tab], glance: { Glance } } satisfies ObjectExtension;

/** The same of a customer, where it is a person. */
export const consentOfCustomer = {
  tabs: [{ ...tab, when: isPerson }],
  glance: { Glance, when: isPerson },
} satisfies ObjectExtension;

/** Beside whatever reaches somebody. */
export const reaching: Omit<Extensions, "objects"> = {
  // With the shell: it is met while something is typed, when there may be no network to fetch it by.
  Reach: ReachNote,
};

const Desk = lazy(async () => {
  await (await import("./texts")).ready;
  return { default: (await import("./desk-tab")).DeskTab };
});

/** A request of a person is worked off on its own page. */
export const deskOfRequest = {
  first: "desk",
  tabs: [{ key: "desk", label: "record.desk", Tab: Desk }],
} satisfies ObjectExtension;
