import { lazy, Suspense } from "react";
import { Value } from "@/fields/value";
import type { ShownProps } from "./types";

const BuiltShown = lazy(() => import("./ways").then((module) => ({ default: module.BuiltShown })));

/** A field's value as its record means it: conditions in words, objects and fields by what they are called. */
export function RecordValue({
  values,
  compact = false,
  ...props
}: Omit<ShownProps, "compact"> & { compact?: boolean }) {
  if (!props.field.editor) return <Value {...props} compact={compact} />;
  return (
    <Suspense fallback={<span className="skeleton" />}>
      <BuiltShown {...props} compact={compact} values={values} />
    </Suspense>
  );
}
