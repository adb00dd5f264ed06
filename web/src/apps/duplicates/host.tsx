import { lazy, Suspense } from "react";
import { useDuplicatesAsked } from "@/api/duplicates";

const FoundDialog = lazy(() =>
  import("./texts")
    .then((texts) => texts.ready)
    .then(() => import("./found-dialog"))
    .then((module) => ({ default: module.FoundDialog })),
);

/** Where somebody is shown what is here already of what he writes. */
export function DuplicatesHost() {
  const found = useDuplicatesAsked();
  return <Suspense>{found && <FoundDialog key={JSON.stringify(found)} found={found} />}</Suspense>;
}
