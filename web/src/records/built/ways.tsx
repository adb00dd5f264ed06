import { lazy } from "react";
import type { FieldMeta } from "@/api/types";
import { FieldInput } from "@/fields/editor";
import { isEmpty, Value } from "@/fields/value";
import { isMasked } from "@/metadata/values";
import { useLater } from "../use-later";
import { ready } from "./texts";
import type { Built, BuiltInputProps, ShownProps } from "./types";

await ready;

const inputs = () => import("./inputs");
const shown = () => import("./shown");
const criteria: Built = {
  Input: lazy(() => inputs().then((module) => ({ default: module.CriteriaInput }))),
  Shown: lazy(() => shown().then((module) => ({ default: module.CriteriaShown }))),
};
/** The editors every installation has; apps add theirs. */
const generic: Record<string, Built> = {
  object: {
    Input: lazy(() => inputs().then((module) => ({ default: module.ObjectInput }))),
  },
  action: {
    Input: lazy(() => inputs().then((module) => ({ default: module.ActionInput }))),
    Shown: lazy(() => shown().then((module) => ({ default: module.ActionShown }))),
  },
  field: {
    Input: lazy(() => inputs().then((module) => ({ default: module.OneFieldInput }))),
    Shown: lazy(() => shown().then((module) => ({ default: module.OneFieldShown }))),
  },
  fields: {
    Input: lazy(() => inputs().then((module) => ({ default: module.FieldsInput }))),
    Shown: lazy(() => shown().then((module) => ({ default: module.FieldsShown }))),
  },
  choice: {
    Input: lazy(() => inputs().then((module) => ({ default: module.ChoiceInput }))),
    Shown: lazy(() => shown().then((module) => ({ default: module.ChoiceShown }))),
  },
  criteria,
  list_criteria: criteria,
  near_criteria: criteria,
  own_criteria: criteria,
};

function useBuilt(field: FieldMeta): Built | undefined {
  const { built } = useLater();
  return field.editor ? (built?.[field.editor] ?? generic[field.editor]) : undefined;
}

export function BuiltInput(props: BuiltInputProps) {
  const built = useBuilt(props.field);
  return built ? <built.Input {...props} /> : <FieldInput {...props} />;
}

export function BuiltShown(props: ShownProps) {
  const built = useBuilt(props.field);
  if (!built?.Shown || isEmpty(props.value) || isMasked(props.value)) return <Value {...props} />;
  return <built.Shown {...props} />;
}
