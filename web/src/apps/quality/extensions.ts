import { lazy } from "react";
import type { Extensions } from "@/records/extensions";

const ready = () => import("./texts").then((texts) => texts.ready);

/** How well a record is kept, beside its name, and proposing what should be put right. */
export const quality: Pick<Extensions, "Standing" | "Suggest"> = {
  Standing: lazy(() =>
    ready()
      .then(() => import("./standing"))
      .then((module) => ({ default: module.Standing })),
  ),
  Suggest: lazy(() =>
    ready()
      .then(() => import("./suggest"))
      .then((module) => ({ default: module.Suggest })),
  ),
};
