import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import { changeRecord, createRecord, deleteRecord } from "@/api/records";
import type { FieldMeta, ObjectMeta, RecordData } from "@/api/types";
import { fieldOf } from "@/metadata/meta";
import { wired } from "@/records/built/wired";
import { RecordForm } from "@/records/form/record-form";
import { ask } from "@/ui/ask";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import { People } from "./people";
import { followKeys, readFigures } from "./requests";
import { nameOf, newStep, plural, stepsOf } from "./sequences";
import { StepList } from "./step-list";
import "./follow.css";

type Values = Record<string, unknown>;
type Props = { mine: ObjectMeta; stored?: RecordData };

const edited = ["name", "object", "language", "active", "steps", "on_contact", "stop_when"];
const fresh: Values = { active: true, on_contact: true, steps: [newStep([])] };

/** What differs from what is stored, as the server takes it; all of it for a new one. */
function changed(mine: ObjectMeta, values: Values, stored: RecordData | undefined): Values {
  const wire = edited.map((name) => [name, wired(fieldOf(mine, name), values[name] ?? null)] as const);
  const differing = wire.filter(([name, value]) =>
    stored ? JSON.stringify(value) !== JSON.stringify(stored[name] ?? null) : value !== null,
  );
  return Object.fromEntries(differing);
}

/** A sequence: its mails with how they go, what ends it, and who is in it. */
export function SequenceEditor({ mine, stored }: Props) {
  const { t } = useTranslation("follow");
  const client = useQueryClient();
  const navigate = useNavigate();
  const [values, setValues] = useState<Values>(stored ?? fresh);
  const back = () => void navigate({ to: "/settings/$section", params: { section: plural }, search: {} });
  const over = (said: string) => {
    refresh(client, plural);
    toast(said);
    back();
  };
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => {
      const wire = changed(mine, values, stored);
      return stored ? changeRecord(plural, stored.id, wire, stored.version) : createRecord(plural, wire);
    },
    onSuccess: () => over(t("saved")),
  });
  const remove = useMutation({
    mutationFn: (record: RecordData) => deleteRecord(plural, record.id, record.version),
    onSuccess: () => over(t("removed")),
  });
  const retire = async (record: RecordData) => {
    const sure = await ask({ title: t("removeAsk"), text: t("removeHint"), yes: t("remove"), danger: true });
    if (sure) remove.mutate(record);
  };
  const change = (name: string, value: unknown) => {
    save.reset();
    setValues((old) =>
      name === "object" && old.object && old.object !== value
        ? { ...old, object: value, stop_when: null }
        : { ...old, [name]: value },
    );
  };
  const errors = save.error instanceof Problem ? save.error.byField() : {};
  const general = save.error && Object.keys(errors).length === 0 ? save.error.message : null;
  const may = stored ? mine.rights.update : mine.rights.create;
  return (
    <main className="card">
      <header className="head">
        <PlainButton bare icon={<ArrowLeft size={15} />} label={mine.label_plural} onClick={back} />
        <h1 className="ellipsis">{stored ? nameOf(stored) : t("new")}</h1>
        <span className="grow" />
        {stored && mine.rights.delete && (
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
      <div className="sequence__parts">
        {general && <Note danger>{general}</Note>}
        {may && <Parts mine={mine} values={values} errors={errors} stored={stored} onChange={change} />}
        {stored && <People sequence={stored.id} />}
      </div>
    </main>
  );
}

type PartsProps = {
  mine: ObjectMeta;
  values: Values;
  errors: Record<string, string>;
  stored: RecordData | undefined;
  onChange: (name: string, value: unknown) => void;
};

function Parts({ mine, values, errors, stored, onChange }: PartsProps) {
  const { t } = useTranslation("follow");
  const figures = useQuery({
    queryKey: followKeys.figures(stored?.id ?? ""),
    queryFn: ({ signal }) => readFigures(stored?.id ?? "", signal),
    enabled: stored !== undefined,
  });
  const fields = (...names: string[]) =>
    names.map((name) => fieldOf(mine, name)).filter((field): field is FieldMeta => field !== undefined);
  const part = { values, errors, prefix: "sequence", onChange };
  return (
    <>
      <section>
        <h2>{t("about")}</h2>
        <RecordForm {...part} fields={fields("name", "object", "language", "active")} />
      </section>
      <section>
        <h2>{t("mails")}</h2>
        {errors.steps && <Note danger>{errors.steps}</Note>}
        <StepList
          object={typeof values.object === "string" ? values.object : null}
          steps={stepsOf(values.steps)}
          errors={errors}
          figures={figures.data?.steps ?? {}}
          onChange={(steps) => onChange("steps", steps)}
        />
        {stored && <p className="muted">{t("changeHint")}</p>}
      </section>
      <section>
        <h2>{t("ends")}</h2>
        <p className="muted sequence__hint">{t("endsHint")}</p>
        <RecordForm {...part} columns={1} fields={fields("on_contact", "stop_when")} />
      </section>
    </>
  );
}
