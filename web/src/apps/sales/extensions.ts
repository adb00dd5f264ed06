import { lazy } from "react";
import type { Extensions } from "@/records/extensions";

const NewDeal = lazy(() => import("./new-deal").then((module) => ({ default: module.NewDeal })));
const create = { label: "deal.together", Form: NewDeal };

export const sales: Extensions["objects"] = {
  account: { create },
  contact: { create },
  opportunity: { create },
};
