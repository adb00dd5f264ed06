import { lazy } from "react";
import type { Extensions } from "@/records/extensions";

type Parts = typeof import("./webhooks");
const part = <K extends keyof Parts>(name: K) =>
  lazy(async () => {
    await (await import("./texts")).ready;
    return { default: (await import("./webhooks"))[name] };
  });

/** What was sent to a webhook and how others send to us; a new secret, shown once. */
export const integrations: Extensions["objects"] = {
  automation: { made: true },
  webhook: {
    panels: [{ key: "deliveries", Panel: part("Deliveries") }],
    answers: { new_secret: part("HookSecret") },
  },
  inbound_endpoint: {
    panels: [{ key: "how", Panel: part("HowToSend") }],
    answers: { new_secret: part("SecretAnswer") },
  },
};
