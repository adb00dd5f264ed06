import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldKind, ObjectMeta } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { translatedText } from "@/metadata/values";
import { RecordForm } from "@/records/form/record-form";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Segments } from "@/ui/segments";
import { toast } from "@/ui/toast";
import { Calculation } from "./calculation";
import { ChoicesEditor } from "./choices-editor";
import { type FieldDefinition, type Options, type Rollup, useDefine } from "./definitions";
import { Renamed, Tighter } from "./effects";
import { KindChange } from "./kind-change";
import { asks, previewOf, type Sketch } from "./kinds";
import { changed, fresh, isCalculated, sketchOf, useInputs, valuesOf } from "./sketch";

type Props = { object: ObjectMeta; field?: FieldDefinition; position: number; onClose: () => void };

const ways: Record<"typed" | "formula", Options> = { typed: {}, formula: { formula: "" } };
/** The first way to sum up into a kind. */
const firstHow: Partial<Record<FieldKind, Rollup["how"]>> = { date: "max", datetime: "max", money: "sum" };

/** Whether people fill it in, a formula does, or a roll-up. */
function Ways({ sketch, onChange }: { sketch: Sketch; onChange: (sketch: Sketch) => void }) {
  const { t } = useTranslation();
  const { options } = sketch;
  const { formula, rollup } = asks(sketch.kind);
  const offered = (["typed", "formula", "rollup"] as const).filter(
    (way) => way === "typed" || (way === "formula" ? formula : rollup),
  );
  const digits = options.digits === undefined ? {} : { digits: options.digits };
  return (
    <Segments
      label={t("own:filled")}
      value={options.rollup ? "rollup" : options.formula !== undefined ? "formula" : "typed"}
      options={offered.map((value) => ({ value, label: t(`own:by.${value}`) }))}
      onChange={(by) =>
        onChange({
          ...sketch,
          required: false,
          unique: false,
          searchable: false,
          options: {
            ...(by === "rollup" ? { rollup: { from: "", how: firstHow[sketch.kind] ?? "count" } } : ways[by]),
            ...digits,
          },
        })
      }
    />
  );
}

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

/** Adds fields to an object, one after the other, or changes what may be changed of one. */
export function FieldDialog({ object, field, position, onClose }: Props) {
  const { t } = useTranslation();
  const { write, errors, general, clear } = useDefine("custom_fields");
  const before = field ? sketchOf(field) : fresh;
  const [sketch, setSketch] = useState<Sketch>(before);
  const [added, setAdded] = useState(0);
  const [first] = useState(position); // the list behind grows with every field that is added
  const inputs = useInputs(sketch, field !== undefined);
  const put = (next: Sketch) => {
    setSketch(next);
    clear();
  };
  const option = (options: Options) => put({ ...sketch, options: { ...sketch.options, ...options } });
  const save = (then: () => void) => {
    const place = field ? null : { object: object.key, position: first + added };
    const name = translatedText(sketch.label, currentLanguage());
    const onSuccess = () => {
      toast(field ? t("own:saved", { name }) : t("own:made", { name }));
      then();
    };
    const kind = field && field.kind !== sketch.kind ? { kind: sketch.kind } : {};
    const values = { ...valuesOf(sketch, place), ...kind };
    write.mutate({ id: field?.id, version: field?.version, values }, { onSuccess });
  };
  const next = () => {
    setAdded((count) => count + 1);
    setSketch(fresh);
  };
  const beside = Object.fromEntries(
    Object.entries(errors).map(([name, text]) => [name.replace("options.", ""), text]),
  );
  const shown = new Set([...inputs.first, ...inputs.more].map((one) => one.name));
  const elsewhere = Object.entries(beside).filter(([name]) => !shown.has(name));
  const form = {
    values: { ...sketch, ...sketch.options },
    errors: beside,
    onChange: (name: string, value: unknown) => put(changed(sketch, name, value)),
  };
  const { choices, formula, rollup } = asks(sketch.kind);
  const foldedErrors = inputs.more.some((one) => beside[one.name]);
  return (
    <Dialog
      title={field ? t("own:editField") : t("own:newField")}
      width={640}
      onCancel={onClose}
      footer={[
        <Button key="cancel" onClick={onClose}>
          {t("common.cancel")}
        </Button>,
        ...(field
          ? []
          : [
              <Button key="next" disabled={write.isPending} onClick={() => save(next)}>
                {t("own:addNext")}
              </Button>,
            ]),
        <Button key="done" type="primary" loading={write.isPending} onClick={() => save(onClose)}>
          {t("common.done")}
        </Button>,
      ]}
    >
      {[...(general ? [general] : []), ...elsewhere.map(([, text]) => text)].map((text) => (
        <Note key={text} danger>
          {text}
        </Note>
      ))}
      <div className="own__field" key={added}>
        <RecordForm {...form} fields={inputs.first} prefix="own-field" focusFirst />
        {field && (
          <Renamed
            object={object.key}
            name={field.name}
            code={field.name}
            before={field.label}
            after={sketch.label}
          />
        )}
        {field && !isCalculated(sketch.options) && (
          <KindChange object={object} field={field} sketch={sketch} onChange={put} />
        )}
        {field && <Tighter object={object.key} name={field.name} before={before} after={sketch} />}
        {choices && (
          <ChoicesEditor
            choices={sketch.options.choices ?? []}
            onChange={(list) => option({ choices: list })}
          />
        )}
        {(formula || rollup) && !field && <Ways sketch={sketch} onChange={put} />}
        {isCalculated(sketch.options) && (
          <Calculation
            object={object}
            kind={sketch.kind}
            options={sketch.options}
            preview={previewOf(sketch, t("own:label"))}
            onChange={option}
          />
        )}
        <details className="own__more" open={foldedErrors || undefined}>
          <summary>{t("own:more")}</summary>
          <RecordForm {...form} fields={inputs.more} prefix="own-field" />
        </details>
        {!isCalculated(sketch.options) && (
          <Preview sketch={sketch} onPreset={(value) => option({ default: value ?? undefined })} />
        )}
      </div>
    </Dialog>
  );
}
