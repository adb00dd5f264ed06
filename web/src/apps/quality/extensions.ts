import { lazy } from "react";
import type { Extensions } from "@/records/extensions";

/** How well a record is kept, beside its name. */
export const quality: Pick<Extensions, "Standing"> = {
  Standing: lazy(() =>
    import("./texts")
      .then((texts) => texts.ready)
      .then(() => import("./standing"))
      .then((module) => ({ default: module.Standing })),
  ),
};
