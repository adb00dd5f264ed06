import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { FieldMeta, ObjectMeta, RecordData } from "@/api/types";
import { fieldOf } from "@/metadata/meta";
import { KeptHead, useKept, type Values } from "@/records/built/kept";
import { RecordForm } from "@/records/form/record-form";
import { Note } from "@/ui/note";
import { People } from "./people";
import { followKeys, readFigures } from "./requests";
import { nameOf, newStep, stepsOf } from "./sequences";
import { StepList } from "./step-list";
import "./follow.css";

type Props = { mine: ObjectMeta; stored?: RecordData };

const edited = ["name", "object", "language", "active", "steps", "on_contact", "stop_when"];
const fresh: Values = { active: true, on_contact: true, steps: [newStep([])] };

/** A sequence: its mails with how they go, what ends it, and who is in it. */
export function SequenceEditor({ mine, stored }: Props) {
  const { t } = useTranslation("follow");
  const said = {
    save: t("save"),
    saved: t("saved"),
    remove: t("remove"),
    removed: t("removed"),
    removeAsk: t("removeAsk"),
    removeHint: t("removeHint"),
  };
  const kept = useKept({ mine, stored, fresh, edited, said });
  const { values, errors, general, may } = kept;
  const change = (name: string, value: unknown) =>
    kept.change((old) =>
      name === "object" && old.object && old.object !== value
        ? { ...old, object: value, stop_when: null }
        : { ...old, [name]: value },
    );
  return (
    <main className="card">
      <KeptHead kept={kept} title={stored ? nameOf(stored) : t("new")} />
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
