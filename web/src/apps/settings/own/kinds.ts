import type { FieldKind, FieldMeta } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { translatedText } from "@/metadata/values";
import type { Options, Said } from "./definitions";

const choosing = new Set<FieldKind>(["choice", "multichoice"]);
const pointing = new Set<FieldKind>(["reference", "multireference"]);
const counted = new Set<FieldKind>(["decimal", "percent"]);
const unique = new Set<FieldKind>(["text", "email", "url", "integer", "decimal", "date"]);
const searched = new Set<FieldKind>([
  "text",
  "longtext",
  "richtext",
  "email",
  "url",
  "phone",
  "tags",
  "address",
  "im",
  "file",
  "translated",
  "reference",
  "user",
  "department",
]);
const preset = new Set<FieldKind>([
  "text",
  "longtext",
  "integer",
  "decimal",
  "percent",
  "rating",
  "boolean",
  "choice",
  "multichoice",
  "email",
  "url",
]);

const formulas = new Set<FieldKind>([
  "text",
  "integer",
  "decimal",
  "percent",
  "money",
  "boolean",
  "date",
  "datetime",
]);
const rollups = new Set<FieldKind>(["integer", "decimal", "date", "datetime", "money"]);

/** What can be said about fields of a kind; the server has the last word. */
export const asks = (kind: FieldKind) => ({
  choices: choosing.has(kind),
  target: pointing.has(kind),
  digits: counted.has(kind),
  length: kind === "text",
  unique: unique.has(kind),
  searchable: searched.has(kind),
  preset: preset.has(kind),
  formula: formulas.has(kind),
  rollup: rollups.has(kind),
});

export type Sketch = {
  kind: FieldKind;
  label: Said;
  help: Said | null;
  required: boolean;
  unique: boolean;
  personal: boolean;
  searchable: boolean;
  options: Options;
  section: Said | null;
};

/** The field as forms would get it, for showing it before it is saved. */
export function previewOf(sketch: Sketch, unnamed: string): FieldMeta {
  const said = (text: Said | null) => (text ? translatedText(text, currentLanguage()) : "");
  const choices = (sketch.options.choices ?? [])
    .map((choice, at) => ({
      value: choice.value ?? `new-${at}`,
      label: said(choice.label),
      color: choice.color ?? "gray",
    }))
    .filter((choice) => choice.label);
  return {
    name: "preview",
    label: said(sketch.label) || unnamed,
    help: said(sketch.help),
    kind: sketch.kind,
    required: sketch.required,
    readonly: false,
    sortable: false,
    filterable: false,
    groupable: false,
    operators: [],
    choices,
    target:
      sketch.kind === "user" || sketch.kind === "department" ? sketch.kind : (sketch.options.target ?? null),
    precision: counted.has(sketch.kind) ? (sketch.options.digits ?? 2) : null,
    max_length: sketch.options.max_length ?? null,
  };
}
