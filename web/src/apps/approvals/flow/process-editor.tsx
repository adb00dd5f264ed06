import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import { changeRecord, createRecord, deleteRecord } from "@/api/records";
import type { FieldMeta, ObjectMeta, RecordData } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import { RecordInput } from "@/records/built/record-input";
import { wired } from "@/records/built/wired";
import { RecordForm } from "@/records/form/record-form";
import { ask } from "@/ui/ask";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import { readSteps, stored as storedSteps, withoutConditions } from "./steps";
import { Trial } from "./trial";

const plural = "approval-processes";
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

type Values = Record<string, unknown>;
type Props = { process: ObjectMeta; stored?: RecordData; start?: Values | null };

/** What differs from what is stored, as the server takes it; all of it for a new one. */
function changed(process: ObjectMeta, values: Values, stored: RecordData | undefined): Values {
  const wire = edited.map((name) => [name, wired(fieldOf(process, name), values[name] ?? null)] as const);
  const differing = wire.filter(([name, value]) =>
    stored ? JSON.stringify(value) !== JSON.stringify(stored[name] ?? null) : value !== null,
  );
  return Object.fromEntries(differing);
}

/** A process from when it is asked to what happens afterwards; tried on a record while it is made. */
export function ProcessEditor({ process, stored, start }: Props) {
  const { t } = useTranslation("flow");
  const client = useQueryClient();
  const navigate = useNavigate();
  const [values, setValues] = useState<Values>(stored ?? { ...fresh, ...start });
  const back = () => void navigate({ to: "/settings/$section", params: { section: plural }, search: {} });
  const over = (said: string) => {
    refresh(client, plural);
    toast(said);
    back();
  };
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => {
      const wire = changed(process, values, stored);
      return stored ? changeRecord(plural, stored.id, wire, stored.version) : createRecord(plural, wire);
    },
    onSuccess: () => over(t("saved")),
  });
  const remove = useMutation({
    mutationFn: (record: RecordData) => deleteRecord(plural, record.id, record.version),
    onSuccess: () => over(t("removed")),
  });
  const retire = async (record: RecordData) => {
    if (await ask({ title: t("removeAsk"), yes: t("remove"), danger: true })) remove.mutate(record);
  };
  const change = (name: string, value: unknown) => {
    save.reset();
    setValues((old) =>
      name === "object" && old.object && old.object !== value
        ? { ...old, ...emptied, object: value, nodes: storedSteps(withoutConditions(readSteps(old.nodes))) }
        : { ...old, [name]: value },
    );
  };
  const errors = save.error instanceof Problem ? save.error.byField() : {};
  const name = stored ? titleOf(process, stored, currentLanguage()) : t("new");
  const may = stored ? process.rights.update : process.rights.create;
  return (
    <main className="card process">
      <header className="head">
        <PlainButton bare icon={<ArrowLeft size={15} />} label={process.label_plural} onClick={back} />
        <h1 className="ellipsis">{name}</h1>
        <span className="grow" />
        {stored && process.rights.delete && (
          <Button danger loading={remove.isPending} onClick={() => void retire(stored)}>
            {t("remove")}
          </Button>
        )}
        {may && (
          <Button type="primary" loading={save.isPending} onClick={() => save.mutate()}>
            {t("save")}
          </Button>
        )}
      </header>
      <div className="process__body">
        <Trial values={values}>
          {(problems) => (
            <Parts
              process={process}
              values={values}
              errors={{ ...problems, ...errors }}
              general={save.error && Object.keys(errors).length === 0 ? save.error.message : null}
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
