import { lazy } from "react";
import type { Extensions } from "@/records/extensions";

const load = () => import("./texts").then((texts) => texts.ready).then(() => import("./webhooks"));
const SecretAnswer = lazy(() => load().then((module) => ({ default: module.SecretAnswer })));
const Deliveries = lazy(() => load().then((module) => ({ default: module.Deliveries })));
const HowToSend = lazy(() => load().then((module) => ({ default: module.HowToSend })));

/** What was sent to a webhook and how others send to us; a new secret, shown once. */
export const integrations: Extensions["objects"] = {
  webhook: { panels: [{ key: "deliveries", Panel: Deliveries }], answers: { new_secret: SecretAnswer } },
  inbound_endpoint: { panels: [{ key: "how", Panel: HowToSend }], answers: { new_secret: SecretAnswer } },
};
