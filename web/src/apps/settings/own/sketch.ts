import { useTranslation } from "react-i18next";
import type { FieldKind, FieldMeta } from "@/api/types";
import { useMeta, useObject } from "@/metadata/meta";
import { wireOf } from "./calculation";
import type { FieldDefinition, Options } from "./definitions";
import { inputOf } from "./inputs";
import { asks, type Sketch } from "./kinds";

export const fresh: Sketch = {
  kind: "text",
  label: {},
  help: null,
  required: false,
  unique: false,
  personal: false,
  searchable: false,
  options: {},
  section: null,
};

export const isCalculated = (options: Options): boolean =>
  options.formula !== undefined || options.rollup !== undefined;

/** Only what belongs to the kind: the server refuses the rest. */
function optionsOf({ kind, options }: Sketch): Options | null {
  if (isCalculated(options)) return wireOf(options) ?? { formula: " " };
  const wanted = asks(kind);
  const found: Options = {
    ...(wanted.choices && {
      choices: (options.choices ?? []).filter((choice) => choice.label.zh || choice.label.en),
    }),
    ...(wanted.target && options.target && { target: options.target }),
    ...(wanted.digits && options.digits !== undefined && { digits: options.digits }),
    ...(wanted.length && options.max_length && { max_length: options.max_length }),
    ...(wanted.preset &&
      options.default !== undefined &&
      options.default !== null &&
      options.default !== "" && { default: options.default }),
  };
  return Object.keys(found).length > 0 ? found : null;
}

/** What is sent of a sketch: of a new field also where it is and of what kind. */
export function valuesOf(sketch: Sketch, place: { object: string; position: number } | null): object {
  const { kind, label, help, section } = sketch;
  return {
    ...(place && { ...place, kind }),
    label,
    help,
    section,
    required: sketch.required ?? false,
    unique: sketch.unique ?? false,
    personal: sketch.personal ?? false,
    searchable: sketch.searchable ?? false,
    options: optionsOf(sketch),
  };
}

export const sketchOf = (field: FieldDefinition): Sketch => ({ ...field, options: field.options ?? {} });

const inOptions = new Set(["target", "max_length", "digits"]);

/** A sketch after one input has changed. */
export function changed(sketch: Sketch, name: string, value: unknown): Sketch {
  if (inOptions.has(name)) return { ...sketch, options: { ...sketch.options, [name]: value ?? undefined } };
  if (name === "kind")
    return { ...sketch, kind: value as FieldKind, options: {}, unique: false, searchable: false };
  return { ...sketch, [name]: value };
}

/** What is asked always, and what only those ask who look for it. */
export function useInputs(sketch: Sketch, changing: boolean): { first: FieldMeta[]; more: FieldMeta[] } {
  const { t } = useTranslation();
  const { objects } = useMeta();
  const offered = useObject("custom_field")?.fields.find((field) => field.name === "kind")?.choices ?? [];
  const kinds = offered.map((kind) => ({ ...kind, words: t(`own:words.${kind.value}`, "") }));
  const wanted = asks(sketch.kind);
  const typed = !isCalculated(sketch.options);
  const targets = objects
    .filter((object) => !object.key.startsWith("custom_"))
    .map((object) => ({ value: object.key, label: object.label }));
  const when = (asked: boolean, ...inputs: FieldMeta[]) => (asked ? inputs : []);
  return {
    first: [
      inputOf("label", "translated", t("own:label"), { required: true }),
      ...when(!changing, inputOf("kind", "choice", t("own:kind"), { required: true, choices: kinds })),
      ...when(
        wanted.target && !changing,
        inputOf("target", "choice", t("own:target"), { required: true, choices: targets }),
      ),
      ...when(wanted.digits, inputOf("digits", "integer", t("own:digits"))),
      ...when(typed, inputOf("required", "boolean", t("own:required"))),
    ],
    more: [
      ...when(wanted.unique && typed, inputOf("unique", "boolean", t("own:unique"))),
      ...when(wanted.searchable && typed, inputOf("searchable", "boolean", t("own:searchable"))),
      inputOf("personal", "boolean", t("own:personal")),
      ...when(wanted.length && typed, inputOf("max_length", "integer", t("own:maxLength"))),
      inputOf("help", "translated", t("own:help")),
      inputOf("section", "translated", t("own:section")),
    ],
  };
}
