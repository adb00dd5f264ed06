import { lazy } from "react";
import type { Extensions } from "@/records/extensions";

const Ownership = lazy(async () => {
  await (await import("./texts")).ready;
  return { default: (await import("./ownership")).Ownership };
});
const panels = [{ key: "ownership", Panel: Ownership }];
/** Where it stands and what keeps it from the rules is said there. */
const elsewhere = ["pool", "locked", "protected_until"];

/** Who has had a record, where that is kept. */
export const pools = {
  account: { panels, elsewhere },
  lead: { panels, elsewhere },
} satisfies Extensions["objects"];
