import { lazy, Suspense } from "react";
import { FieldInput } from "@/fields/editor";
import { Value } from "@/fields/value";
import type { BuiltInputProps, ShownProps } from "./types";

const ways = () => import("./ways");
const BuiltInput = lazy(() => ways().then((module) => ({ default: module.BuiltInput })));
const BuiltShown = lazy(() => ways().then((module) => ({ default: module.BuiltShown })));

/** The input for a field of a record: built where its object says how, else that of its kind. */
export function RecordInput({ values, problems, ...props }: BuiltInputProps) {
  if (!props.field.editor) return <FieldInput {...props} />;
  return (
    <Suspense fallback={<span className="skeleton" style={{ height: "var(--control)" }} />}>
      <BuiltInput {...props} values={values} problems={problems} />
    </Suspense>
  );
}

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
