import { lazy, Suspense } from "react";
import { useStepUpAsked } from "@/api/step-up";

const StepUpDialog = lazy(() =>
  import("@/apps/settings/two-step/texts")
    .then((texts) => texts.ready)
    .then(() => import("@/apps/settings/two-step/step-up-dialog"))
    .then((module) => ({ default: module.StepUpDialog })),
);

/** Where a request that is guarded asks who sits there. */
export function StepUpHost() {
  const asked = useStepUpAsked();
  return <Suspense>{asked && <StepUpDialog />}</Suspense>;
}
