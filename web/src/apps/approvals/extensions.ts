import { lazy } from "react";
import type { Extensions } from "@/records/extensions";
import { useOfRecord } from "./of-record";

/** That a record is in approval, on top of it, and what of it is closed until that is decided. */
export const approvals: Pick<Extensions, "Banner" | "useLock"> = {
  useLock: (object, record) => useOfRecord(object, record)?.lock ?? null,
  Banner: lazy(() => import("./banner").then((module) => ({ default: module.ApprovalBanner }))),
};
