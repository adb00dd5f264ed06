import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type BulkGroup, type BulkRun, refusalsFile, refusalsOf } from "@/api/bulk";
import type { ObjectMeta } from "@/api/types";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Progress } from "@/ui/progress";
import { Waiting } from "@/ui/waiting";
import { isBusy, useBulkRun } from "./use-bulk";
import "./bulk.css";

type Props = { object: ObjectMeta; id: string; onClose: () => void };

/** What a bulk change would do, does and has done: numbers, refusals by reason, progress, stop and undo. */
export function BulkDialog({ object, id, onClose }: Props) {
  const { t } = useTranslation();
  const { run, step } = useBulkRun(object, id);
  return (
    <Dialog
      title={run ? t(`bulk.state.${run.state}`) : t("bulk.title")}
      width={540}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        run && <Foot run={run} busy={step.isPending} onStep={(name) => step.mutate(name)} onClose={onClose} />
      }
    >
      <div className="stack" aria-live="polite">
        {run ? <Body run={run} /> : <Waiting />}
      </div>
    </Dialog>
  );
}

function Body({ run }: { run: BulkRun }) {
  const { t } = useTranslation();
  if (isBusy(run))
    return <Progress label={t(`bulk.busy.${run.state}`)} done={run.position} total={run.total} />;
  return (
    <>
      {run.state === "undone" && run.result ? <Undone result={run.result} /> : <Numbers run={run} />}
      {run.groups.length > 0 && run.state !== "undone" && (
        <section aria-label={t("bulk.reasons")}>
          <h3 className="bulk-run__head">{t("bulk.reasons")}</h3>
          {run.groups.map((group) => (
            <Reason key={`${group.code} ${group.field} ${group.message}`} id={run.id} group={group} />
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
          <dt>{t(`bulk.numbers.${key}`)}</dt>
        </div>
      ))}
    </dl>
  );
}

function Undone({ result }: { result: NonNullable<BulkRun["result"]> }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t("bulk.undone", { count: result.undone })}</p>
      {result.kept_count > 0 && (
        <Note danger>
          {t("bulk.kept", { count: result.kept_count })}
          <ul className="bulk-run__list">
            {result.kept.slice(0, 20).map((each, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
              <li key={at}>
                {each.title} <span className="muted">{each.message}</span>
              </li>
            ))}
          </ul>
        </Note>
      )}
    </>
  );
}

/** One reason with the number of records; opened, the records themselves. */
function Reason({ id, group }: { id: string; group: BulkGroup }) {
  const [open, setOpen] = useState(false);
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["bulk", id, "refusals", group.code, group.field],
    queryFn: ({ signal }) => refusalsOf(id, group, signal),
    enabled: open,
  });
  const found = query.data?.items.filter((each) => each.message === group.message);
  return (
    <details className="bulk-run__reason" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className="grow">
          {group.label && `${group.label}: `}
          {group.message}
        </span>
        <span className="num">{group.count.toLocaleString()}</span>
      </summary>
      {found ? (
        <ul className="bulk-run__list">
          {found.map((each) => (
            <li key={each.id} className="ellipsis">
              {each.title ?? t("common.hidden")}
            </li>
          ))}
          {group.count > found.length && <li className="muted">{t("bulk.moreInFile")}</li>}
        </ul>
      ) : (
        open && <Waiting />
      )}
    </details>
  );
}

type FootProps = {
  run: BulkRun;
  busy: boolean;
  onStep: (name: "run" | "stop" | "undo") => void;
  onClose: () => void;
};

function Foot({ run, busy, onStep, onClose }: FootProps) {
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
        <Button type="primary" loading={busy} disabled={run.done === 0} onClick={() => onStep("run")}>
          {t("bulk.go", { count: run.done })}
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
