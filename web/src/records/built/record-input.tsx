import { lazy, Suspense } from "react";
import { FieldInput } from "@/fields/editor";
import type { BuiltInputProps } from "./types";

const BuiltInput = lazy(() => import("./ways").then((module) => ({ default: module.BuiltInput })));

/** The input for a field of a record: built where its object says how, else that of its kind. */
export function RecordInput({ values, problems, ...props }: BuiltInputProps) {
  if (!props.field.editor) return <FieldInput {...props} />;
  return (
    <Suspense fallback={<span className="skeleton" style={{ height: "var(--control)" }} />}>
      <BuiltInput {...props} values={values} problems={problems} />
    </Suspense>
  );
}
