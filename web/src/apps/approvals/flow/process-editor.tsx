import { useTranslation } from "react-i18next";
import type { FieldMeta, ObjectMeta, RecordData } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import { KeptHead, useKept, type Values } from "@/records/built/kept";
import { RecordInput } from "@/records/built/record-input";
import { RecordForm } from "@/records/form/record-form";
import { Note } from "@/ui/note";
import { readSteps, stored as storedSteps, withoutConditions } from "./steps";
import { Trial } from "./trial";

const fresh = { trigger: "update", withdraw: "first", again: "restart", active: true };
const emptied = { action: null, fields: null, condition: null, locked_fields: null, key_fields: null };
const edited = [
  "name",
  "object",
  "trigger",
  "action",
  "fields",
  "condition",
  "nodes",
  "locked_fields",
  "key_fields",
  "withdraw",
  "again",
  "active",
];

type Props = { process: ObjectMeta; stored?: RecordData; start?: Values | null };

/** A process from when it is asked to what happens afterwards; tried on a record while it is made. */
export function ProcessEditor({ process, stored, start }: Props) {
  const { t } = useTranslation("flow");
  const said = {
    save: t("save"),
    saved: t("saved"),
    remove: t("remove"),
    removed: t("removed"),
    removeAsk: t("removeAsk"),
  };
  const kept = useKept({ mine: process, stored, fresh: { ...fresh, ...start }, edited, said });
  const { values, errors, general } = kept;
  const change = (name: string, value: unknown) =>
    kept.change((old) =>
      name === "object" && old.object && old.object !== value
        ? { ...old, ...emptied, object: value, nodes: storedSteps(withoutConditions(readSteps(old.nodes))) }
        : { ...old, [name]: value },
    );
  return (
    <main className="card process">
      <KeptHead kept={kept} title={stored ? titleOf(process, stored, currentLanguage()) : t("new")} />
      <div className="process__body">
        <Trial values={values}>
          {(problems) => (
            <Parts
              process={process}
              values={values}
              errors={{ ...problems, ...errors }}
              general={general}
              onChange={change}
            />
          )}
        </Trial>
      </div>
    </main>
  );
}

type PartsProps = {
  process: ObjectMeta;
  values: Values;
  errors: Record<string, string>;
  general: string | null;
  onChange: (name: string, value: unknown) => void;
};

function Parts({ process, values, errors, general, onChange }: PartsProps) {
  const { t } = useTranslation("flow");
  const fields = (...names: string[]) =>
    names.map((name) => fieldOf(process, name)).filter((field): field is FieldMeta => field !== undefined);
  const asks: Record<string, string[]> = { action: ["action"], update: ["fields"] };
  const part = { values, errors, prefix: "process", onChange };
  const about = ["name", "object", "trigger", ...(asks[String(values.trigger)] ?? []), "condition", "active"];
  return (
    <div className="process__parts">
      {general && <Note danger>{general}</Note>}
      <section>
        <h2>{t("part.when")}</h2>
        <RecordForm {...part} fields={fields(...about)} focusFirst={!values.id} />
      </section>
      <section>
        <h2>{t("part.flow")}</h2>
        {errors.nodes && <Note danger>{errors.nodes}</Note>}
        {fields("nodes").map((field) => (
          <RecordInput
            key={field.name}
            field={field}
            value={values.nodes}
            values={values}
            problems={errors}
            onChange={(value) => onChange("nodes", value)}
          />
        ))}
      </section>
      <section>
        <h2>{t("part.rules")}</h2>
        <RecordForm {...part} fields={fields("locked_fields", "key_fields", "withdraw", "again")} />
      </section>
    </div>
  );
}
