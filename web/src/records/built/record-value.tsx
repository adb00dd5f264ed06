import { lazy, Suspense } from "react";
import { Value } from "@/fields/value";
import { useObject } from "@/metadata/meta";
import { isMasked } from "@/metadata/values";
import type { ShownProps } from "./types";

const BuiltShown = lazy(() => import("./ways").then((module) => ({ default: module.BuiltShown })));
const Unmask = lazy(() => import("./unmask").then((module) => ({ default: module.Unmask })));

function ObjectName({ of }: { of: string }) {
  return <span className="ellipsis">{useObject(of)?.label ?? of}</span>;
}

/** A field's value as its record means it: conditions in words, objects and fields by what they are called. */
export function RecordValue({
  values,
  compact = false,
  ...props
}: Omit<ShownProps, "compact"> & { compact?: boolean }) {
  if (props.field.unmask && isMasked(props.value) && values.id)
    return (
      <Suspense fallback={<Value {...props} compact={compact} />}>
        <Unmask {...props} compact={compact} plural={props.field.unmask} id={String(values.id)} />
      </Suspense>
    );
  // What objects are called is known already: nothing to wait for.
  if (props.field.editor === "object" && typeof props.value === "string" && props.value)
    return <ObjectName of={props.value} />;
  if (!props.field.editor) return <Value {...props} compact={compact} />;
  return (
    <Suspense fallback={<span className="skeleton" />}>
      <BuiltShown {...props} compact={compact} values={values} />
    </Suspense>
  );
}
