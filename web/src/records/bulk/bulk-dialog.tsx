import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { type BulkRun, refusalsFile } from "@/api/bulk";
import type { FieldMeta, ObjectMeta } from "@/api/types";
import { displays } from "@/fields/displays";
import { isEmpty } from "@/fields/value";
import { currentLanguage, inRow, type Translate } from "@/lib/i18n";
import { fieldOf, inputsOf } from "@/metadata/meta";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Progress } from "@/ui/progress";
import { Waiting } from "@/ui/waiting";
import { Kept, Reason } from "./reasons";
import { isBusy, useBulkRun } from "./use-bulk";
import "./bulk.css";

type Props = { object: ObjectMeta; id: string; onClose: () => void };

/** Which of the words for changing fits. */
const kindOf = ({ work }: BulkRun): string | undefined =>
  work.delete ? "delete" : work.restore ? "restore" : work.action ? "action" : undefined;

const most = 60;

/** A value in plain words, long ones cut off; an empty one says so. */
function said(field: FieldMeta | undefined, value: unknown, t: Translate): string {
  if (isEmpty(value)) return t("bulk.emptied");
  const kind = field && displays[field.kind];
  const text = kind && field ? kind.text(value, field, currentLanguage()) : String(value);
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** What is done to each record, in a few words; `whole`: with the values given. */
function whatOf(object: ObjectMeta, { work }: BulkRun, t: Translate, whole = false): string {
  const named = (key: string, values: Record<string, unknown>) =>
    inRow(
      Object.entries(values).map(([name, value]) => {
        const field = fieldOf(object, name);
        return t(`bulk.${key}`, { field: field?.label ?? name, value: said(field, value, t) });
      }),
    );
  if (work.delete) return t("bulk.delete");
  if (work.restore) return t("bin.restore");
  if (work.add) return named("adding", work.add);
  if (work.remove) return named("removing", work.remove);
  if (work.set) return named("setting", work.set);
  if (work.each) return t("bulk.each", { field: fieldOf(object, work.each.field)?.label ?? work.each.field });
  const action = object.actions.find(({ name }) => name === work.action);
  const given = (action ? inputsOf(action) : []).filter(({ name }) => !isEmpty(work.input?.[name]));
  const values = given.map((field) => said(field, work.input?.[field.name], t));
  const label = action?.label ?? "";
  return whole && values.length > 0 ? t("bulk.setting", { field: label, value: inRow(values) }) : label;
}

/** What a bulk change would do, does and has done: numbers, refusals by reason, progress, stop and undo. */
export function BulkDialog({ object, id, onClose }: Props) {
  const { t } = useTranslation();
  const { run, step } = useBulkRun(object, id);
  return (
    <Dialog
      title={run ? `${t(`bulk.state.${run.state}`)} · ${whatOf(object, run, t, true)}` : t("bulk.title")}
      width={540}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        run && (
          <Foot
            object={object}
            run={run}
            busy={step.isPending}
            onStep={(name) => step.mutate(name)}
            onClose={onClose}
          />
        )
      }
    >
      <div className="stack" aria-live="polite">
        {run ? <Body object={object} run={run} /> : <Waiting />}
      </div>
    </Dialog>
  );
}

function Body({ object, run }: { object: ObjectMeta; run: BulkRun }) {
  const { t } = useTranslation();
  if (isBusy(run))
    return <Progress label={t(`bulk.busy.${run.state}`)} done={run.position} total={run.total} />;
  return (
    <>
      {run.state === "failed" && run.message && <Note danger>{run.message}</Note>}
      {run.state === "undone" && run.result ? <Undone result={run.result} /> : <Numbers run={run} />}
      {run.groups.length > 0 && run.state !== "undone" && (
        <section aria-label={t("bulk.reasons")}>
          <h3 className="bulk-run__head">{t("bulk.reasons")}</h3>
          {run.groups.map((group) => (
            <Reason key={group.like} object={object} id={run.id} group={group} />
          ))}
        </section>
      )}
    </>
  );
}

function Numbers({ run }: { run: BulkRun }) {
  const { t } = useTranslation();
  const shown = [
    { key: run.state === "ready" ? "will" : "changed", count: run.done },
    { key: "same", count: run.unchanged },
    { key: "refused", count: run.refused },
    { key: "left", count: run.state === "ready" ? 0 : run.total - run.position },
  ].filter(({ key, count }) => count > 0 || key === "will" || key === "changed");
  return (
    <dl className="bulk-run__numbers">
      {shown.map(({ key, count }) => (
        <div key={key} className={key === "refused" ? "bulk-run__bad" : undefined}>
          <dd className="num">{count.toLocaleString()}</dd>
          <dt>{t(`bulk.numbers.${key}`, { context: kindOf(run) })}</dt>
        </div>
      ))}
    </dl>
  );
}

function Undone({ result }: { result: NonNullable<BulkRun["result"]> }) {
  const { t } = useTranslation();
  const more = result.kept_count - result.kept.length;
  return (
    <>
      <p>{t("bulk.undone", { count: result.undone })}</p>
      {result.kept_count > 0 && (
        <section aria-label={t("bulk.keptHead")}>
          <Note danger>{t("bulk.kept", { count: result.kept_count })}</Note>
          <Kept kept={result.kept} />
          {more > 0 && <p className="muted">{t("bulk.moreKept", { count: more })}</p>}
        </section>
      )}
    </>
  );
}

type FootProps = {
  object: ObjectMeta;
  run: BulkRun;
  busy: boolean;
  onStep: (name: "run" | "stop" | "undo") => void;
  onClose: () => void;
};

function Foot({ object, run, busy, onStep, onClose }: FootProps) {
  const { t } = useTranslation();
  const over = ["done", "stopped", "undone", "failed"].includes(run.state);
  const undoable = over && run.state !== "undone" && run.done > 0 && run.change !== null;
  return (
    <>
      {run.refused > 0 && !isBusy(run) && run.state !== "undone" && (
        <Button href={refusalsFile(run.id)} download style={{ float: "left" }}>
          {t("bulk.file")}
        </Button>
      )}
      {(run.state === "checking" || run.state === "running") && (
        <Button loading={busy} onClick={() => onStep("stop")}>
          {t("bulk.stop")}
        </Button>
      )}
      {run.state === "ready" && <Button onClick={onClose}>{t("common.cancel")}</Button>}
      {run.state === "ready" && (
        <Button
          type="primary"
          danger={run.work.delete}
          loading={busy}
          disabled={run.done === 0}
          onClick={() => onStep("run")}
        >
          {t("bulk.go", { count: run.done, context: kindOf(run), what: whatOf(object, run, t) })}
        </Button>
      )}
      {undoable && (
        <Button loading={busy} onClick={() => onStep("undo")}>
          {t("common.undo")}
        </Button>
      )}
      {over && (
        <Button type="primary" onClick={onClose}>
          {t("common.close")}
        </Button>
      )}
    </>
  );
}
