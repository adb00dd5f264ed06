import { lazy, Suspense } from "react";
import type { FilterProps, InputProps } from "./types";
import "./fields.css";

const loadEditors = () => import("./editors").then((module) => module.editors);

/** Kinds whose choice is the whole edit; loads the editors when first asked. */
export const isInstant = async (kind: InputProps["field"]["kind"]): Promise<boolean> =>
  (await loadEditors())[kind].instant ?? false;

const LazyInput = lazy(async () => {
  const editors = await loadEditors();
  return {
    default: (props: InputProps) => {
      const { Input } = editors[props.field.kind] ?? editors.text;
      return <Input {...props} />;
    },
  };
});

const LazyFilter = lazy(async () => {
  const editors = await loadEditors();
  return {
    default: (props: FilterProps) => {
      const { Filter } = editors[props.field.kind] ?? editors.text;
      return <Filter {...props} />;
    },
  };
});

const placeholder = <span className="skeleton" style={{ height: "var(--control)" }} />;

/** The input for a field of any kind. */
export function FieldInput(props: InputProps) {
  return (
    <Suspense fallback={placeholder}>
      <LazyInput {...props} />
    </Suspense>
  );
}

/** The value part of a condition on a field of any kind. */
export function FieldFilter(props: FilterProps) {
  return (
    <Suspense fallback={placeholder}>
      <LazyFilter {...props} />
    </Suspense>
  );
}

/** Fetches the editors ahead, so that a first click does not wait. */
export const preloadEditors = (): void => {
  void loadEditors();
};
