import type { Later } from "@/records/extensions";
import { approvals } from "./approvals/later";

/** What the apps add to screens nobody begins with. */
export const later: Later = {
  built: { ...approvals.built },
  sections: { ...approvals.sections },
};
