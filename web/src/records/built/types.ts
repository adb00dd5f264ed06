import type { ComponentType, LazyExoticComponent } from "react";
import type { FieldMeta } from "@/api/types";
import type { InputProps } from "@/fields/types";

/** The record's other values: what is built is about the object that its `object` names. */
export type Values = Record<string, unknown>;
export type BuiltInputProps = InputProps & {
  values: Values;
  /** What the server has against parts of it: {"nodes.n1": why}. */
  problems?: Record<string, string>;
};
export type ShownProps = { field: FieldMeta; value: unknown; values: Values; compact: boolean };

type Lazy<P> = LazyExoticComponent<ComponentType<P>>;
/** How values of one editor (of the field's metadata) are built, and shown where that is not as they are. */
export type Built = { Input: Lazy<BuiltInputProps>; Shown?: Lazy<ShownProps> };
