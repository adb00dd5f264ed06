import { lazy, Suspense } from "react";
import { useNeeded } from "./store";

const NeededDialog = lazy(() =>
  import("./needed-dialog").then((module) => ({ default: module.NeededDialog })),
);

/** Where the offer to submit for approval appears, whatever was being done. */
export function ApprovalHost() {
  const needed = useNeeded();
  return <Suspense>{needed && <NeededDialog key={JSON.stringify(needed)} needed={needed} />}</Suspense>;
}
