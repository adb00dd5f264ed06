import type { ComponentType } from "react";
import type { FieldKind, FieldMeta } from "@/api/types";
import type { Language } from "@/lib/language";

export type DisplayProps = { field: FieldMeta; value: unknown; compact: boolean };

/** How a kind is shown; in the first chunk, so nothing heavy here. */
export type FieldUi = {
  Display: ComponentType<DisplayProps>;
  /** Plain words for chips, history and tooltips. */
  text: (value: unknown, field: FieldMeta, language: Language) => string;
  width: number;
  align?: "end";
};

export type InputProps = {
  field: FieldMeta;
  value: unknown;
  onChange: (value: unknown) => void;
  id?: string;
  invalid?: boolean;
  autoFocus?: boolean;
};

export type FilterProps = {
  field: FieldMeta;
  op: string;
  value: unknown;
  onChange: (value: unknown) => void;
  /** Whether it leaves the focus where it is: part of a page that was opened, not of a question just asked. */
  still?: boolean;
};

/** How a kind is entered and asked for; loaded when first needed. */
export type FieldEditor = {
  Input: ComponentType<InputProps>;
  Filter: ComponentType<FilterProps>;
  /** In a cell: a choice is the whole edit, so it is saved as soon as it is made. */
  instant?: boolean;
};

export type DisplayMap = Record<FieldKind, FieldUi>;
export type EditorMap = Record<FieldKind, FieldEditor>;
