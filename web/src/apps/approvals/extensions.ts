import { lazy } from "react";
import type { Extensions } from "@/records/extensions";

/** That a record is in approval, on top of it. */
export const approvals: Pick<Extensions, "Banner"> = {
  Banner: lazy(() => import("./banner").then((module) => ({ default: module.ApprovalBanner }))),
};
