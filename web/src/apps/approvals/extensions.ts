import { lazy } from "react";
import type { Extensions } from "@/records/extensions";

/** That a record is in approval, on top of it; what waits for one's decision, on the page of the day. */
export const approvals: Pick<Extensions, "Banner" | "Today"> = {
  Banner: lazy(() => import("./banner").then((module) => ({ default: module.ApprovalBanner }))),
  Today: lazy(() => import("./today").then((module) => ({ default: module.ApprovalsToday }))),
};
