import { lazy, Suspense } from "react";
import { useConflict } from "./conflict-store";

const ConflictDialog = lazy(() =>
  import("./conflict-dialog").then((module) => ({ default: module.ConflictDialog })),
);

/** Where both sides of an edit appear when a colleague was faster. */
export function ConflictHost() {
  const conflict = useConflict();
  return <Suspense>{conflict && <ConflictDialog />}</Suspense>;
}
