import type { Later } from "@/records/extensions";
import { admin } from "./admin/later";
import { approvals } from "./approvals/later";
import { automation } from "./automation/later";
import { mail } from "./mail/later";
import { setup } from "./setup/later";

/** What the apps add to screens nobody begins with. */
export const later: Later = {
  ...mail,
  built: { ...approvals.built },
  sections: { ...admin.sections, ...approvals.sections, ...automation.sections, ...mail.sections, ...setup.sections },
};
