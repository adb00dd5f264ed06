import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldKind, FieldMeta, ObjectMeta } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { useMeta, useObject } from "@/metadata/meta";
import { translatedText } from "@/metadata/values";
import { RecordForm } from "@/records/form/record-form";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Segments } from "@/ui/segments";
import { toast } from "@/ui/toast";
import { Calculation, wireOf } from "./calculation";
import { ChoicesEditor } from "./choices-editor";
import { type FieldDefinition, type Options, useDefine } from "./definitions";
import { inputOf } from "./inputs";
import { asks, previewOf, type Sketch } from "./kinds";

type Props = { object: ObjectMeta; field?: FieldDefinition; position: number; onClose: () => void };

const ways: Record<"typed" | "formula" | "rollup", Options> = {
  typed: {},
  formula: { formula: "" },
  rollup: { rollup: { from: "", how: "count" } },
};
const fresh: Sketch = {
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

const isCalculated = (options: Options): boolean =>
  options.formula !== undefined || options.rollup !== undefined;

function useInputs(sketch: Sketch, changing: boolean): FieldMeta[] {
  const { t } = useTranslation();
  const { objects } = useMeta();
  const kinds = useObject("custom_field")?.fields.find((field) => field.name === "kind")?.choices ?? [];
  const wanted = asks(sketch.kind);
  const calculated = isCalculated(sketch.options);
  const targets = objects
    .filter((object) => !object.key.startsWith("custom_"))
    .map((object) => ({ value: object.key, label: object.label }));
  return [
    inputOf("label", "translated", t("own:label"), { required: true }),
    ...(changing ? [] : [inputOf("kind", "choice", t("own:kind"), { required: true, choices: kinds })]),
    ...(wanted.target && !changing
      ? [inputOf("target", "choice", t("own:target"), { required: true, choices: targets })]
      : []),
    ...(wanted.length && !calculated ? [inputOf("max_length", "integer", t("own:maxLength"))] : []),
    ...(wanted.digits ? [inputOf("digits", "integer", t("own:digits"))] : []),
    ...(calculated ? [] : [inputOf("required", "boolean", t("own:required"))]),
    ...(wanted.unique && !calculated ? [inputOf("unique", "boolean", t("own:unique"))] : []),
    ...(wanted.searchable && !calculated ? [inputOf("searchable", "boolean", t("own:searchable"))] : []),
    inputOf("personal", "boolean", t("own:personal")),
    inputOf("section", "translated", t("own:section")),
    inputOf("help", "translated", t("own:help")),
  ];
}

const inOptions = new Set(["target", "max_length", "digits"]);

/** The field as it will be in forms, to be tried; what is entered becomes the default where a kind has one. */
function Preview({ sketch, onPreset }: { sketch: Sketch; onPreset: (value: unknown) => void }) {
  const { t } = useTranslation();
  const preset = asks(sketch.kind).preset && !sketch.unique;
  const [tried, setTried] = useState<unknown>(null);
  return (
    <section className="own__preview" aria-label={t("own:preview")}>
      <p className="muted">
        {t("own:preview")}
        {preset && ` · ${t("own:default")}`}
      </p>
      <RecordForm
        key={sketch.kind}
        fields={[previewOf(sketch, t("own:label"))]}
        values={{ preview: preset ? (sketch.options.default ?? null) : tried }}
        errors={{}}
        prefix="own-preview"
        onChange={(_, value) => (preset ? onPreset(value) : setTried(value))}
      />
    </section>
  );
}

/** Adds a field to an object, or changes what may be changed of one. */
export function FieldDialog({ object, field, position, onClose }: Props) {
  const { t } = useTranslation();
  const { write, errors, general, clear } = useDefine("custom_fields");
  const [sketch, setSketch] = useState<Sketch>(field ? { ...field, options: field.options ?? {} } : fresh);
  const fields = useInputs(sketch, field !== undefined);
  const put = (changed: Partial<Sketch>) => {
    setSketch((old) => ({ ...old, ...changed }));
    clear();
  };
  const option = (changed: Options) => put({ options: { ...sketch.options, ...changed } });
  const change = (name: string, value: unknown) => {
    if (inOptions.has(name)) option({ [name]: value ?? undefined });
    else if (name === "kind")
      put({ kind: value as FieldKind, options: {}, unique: false, searchable: false });
    else put({ [name]: value });
  };
  const save = () => {
    const { kind, section, label, help, ...rest } = sketch;
    const switches = {
      required: rest.required ?? false,
      unique: rest.unique ?? false,
      personal: rest.personal ?? false,
      searchable: rest.searchable ?? false,
    };
    const fixed = field ? {} : { object: object.key, kind, position };
    write.mutate(
      {
        id: field?.id,
        version: field?.version,
        values: { ...fixed, ...switches, label, help, section, options: optionsOf(sketch) },
      },
      {
        onSuccess: () => {
          const name = translatedText(label, currentLanguage());
          toast(field ? t("own:saved", { name }) : t("own:made", { name }));
          onClose();
        },
      },
    );
  };
  const beside = Object.fromEntries(
    Object.entries(errors).map(([name, text]) => [name.replace("options.", ""), text]),
  );
  const shown = new Set(fields.map((one) => one.name));
  const elsewhere = Object.entries(beside).filter(([name]) => !shown.has(name));
  return (
    <Dialog
      title={field ? t("own:editField") : t("own:newField")}
      width={720}
      okText={t("common.done")}
      cancelText={t("common.cancel")}
      okButtonProps={{ loading: write.isPending }}
      onOk={save}
      onCancel={onClose}
    >
      {[...(general ? [general] : []), ...elsewhere.map(([, text]) => text)].map((text) => (
        <Note key={text} danger>
          {text}
        </Note>
      ))}
      <RecordForm
        fields={fields}
        values={{ ...sketch, ...sketch.options }}
        errors={beside}
        prefix="own-field"
        focusFirst
        onChange={change}
      />
      {asks(sketch.kind).choices && (
        <ChoicesEditor choices={sketch.options.choices ?? []} onChange={(choices) => option({ choices })} />
      )}
      {(asks(sketch.kind).formula || asks(sketch.kind).rollup) && !field && (
        <Segments
          label={t("own:filled")}
          value={
            sketch.options.rollup ? "rollup" : sketch.options.formula !== undefined ? "formula" : "typed"
          }
          options={(
            ["typed", "formula", ...(asks(sketch.kind).rollup ? (["rollup"] as const) : [])] as const
          ).map((value) => ({ value, label: t(`own:by.${value}`) }))}
          onChange={(by) =>
            put({
              required: false,
              unique: false,
              searchable: false,
              options: {
                ...ways[by],
                ...(sketch.options.digits === undefined ? {} : { digits: sketch.options.digits }),
              },
            })
          }
        />
      )}
      {isCalculated(sketch.options) && (
        <Calculation
          object={object}
          kind={sketch.kind}
          options={sketch.options}
          preview={previewOf(sketch, t("own:label"))}
          onChange={option}
        />
      )}
      {!isCalculated(sketch.options) && (
        <Preview sketch={sketch} onPreset={(value) => option({ default: value ?? undefined })} />
      )}
    </Dialog>
  );
}
