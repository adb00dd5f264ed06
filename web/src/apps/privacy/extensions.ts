import { lazy } from "react";
import type { ObjectExtension } from "@/records/extensions";

const Consent = lazy(async () => {
  await (await import("./texts")).ready;
  return { default: (await import("./consent-tab")).ConsentTab };
});
const Reach = lazy(async () => {
  await (await import("./texts")).ready;
  return { default: (await import("./consent-panel")).ConsentPanel };
});

const tab = { key: "consent", label: "record.consent", Tab: Consent };

/** On a person's page: what he has consented to. */
export const consentOfPerson = {
  tabs: [tab],
  panels: [{ key: "consent", Panel: Reach }],
} satisfies ObjectExtension;

/** The same of a customer, where it is a person. */
export const consentOfCustomer = {
  tabs: [{ ...tab, when: ({ kind }: Record<string, unknown>) => kind === "person" }],
  panels: [{ key: "consent", Panel: Reach, when: ({ kind }: Record<string, unknown>) => kind === "person" }],
} satisfies ObjectExtension;

const Desk = lazy(async () => {
  await (await import("./texts")).ready;
  return { default: (await import("./desk-tab")).DeskTab };
});

/** A request of a person is worked off on its own page. */
export const deskOfRequest = {
  first: "desk",
  tabs: [{ key: "desk", label: "record.desk", Tab: Desk }],
} satisfies ObjectExtension;
