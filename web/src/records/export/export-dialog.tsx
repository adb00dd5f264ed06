import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { apiUrl } from "@/api/client";
import { startExport } from "@/api/session";
import type { ObjectMeta } from "@/api/types";
import { useJob } from "@/api/use-job";
import type { ListState } from "@/lib/list-state";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Progress } from "@/ui/progress";
import { Segments } from "@/ui/segments";
import { paramsOf } from "../list/use-rows";

type Format = "xlsx" | "csv" | "migration";
type Started = { id: string; job?: string };
type Props = { object: ObjectMeta; state: ListState; columns: string[]; onClose: () => void };

function useExport({ object, state, columns }: Props, format: Format, every: boolean, reason: string) {
  const [started, setStarted] = useState<Started | null>(null);
  const [ready, setReady] = useState(false);
  const job = useJob(started ? (started.job ?? started.id) : null, () => setReady(true));
  const start = useMutation({
    meta: { quiet: true },
    mutationFn: () => {
      const { filter, q, scope } = paramsOf(state);
      const fields = every || format === "migration" ? undefined : columns;
      return startExport({ object: object.key, filter: filter ?? null, q, scope, fields, format, reason });
    },
    onSuccess: setStarted,
  });
  const failed = start.error?.message ?? (job?.state === "failed" ? (job.message ?? "") : null);
  return { start, started, ready, job, failed };
}

/** Exports what the list shows, with this person's rights; says how far it is and gives the file. */
export function ExportDialog(props: Props) {
  const { t } = useTranslation();
  const [format, setFormat] = useState<Format>("xlsx");
  const [every, setEvery] = useState("shown");
  const [reason, setReason] = useState("");
  const { start, started, ready, job, failed } = useExport(props, format, every === "all", reason);
  return (
    <Dialog
      title={t("export.of", { objects: props.object.label_plural })}
      width={460}
      onCancel={props.onClose}
      footer={
        ready && started ? (
          <Button type="primary" href={apiUrl(`/exports/${started.id}/file`)} download>
            {t("export.download")}
          </Button>
        ) : (
          <Button
            type="primary"
            loading={start.isPending || (started !== null && !failed)}
            disabled={reason.trim() === ""}
            onClick={() => start.mutate()}
          >
            {t("export.start")}
          </Button>
        )
      }
    >
      <div className="stack">
        {failed !== null && <Note danger>{failed}</Note>}
        <Segments
          label={t("export.format")}
          value={format}
          options={(["xlsx", "csv", "migration"] as const).map((value) => ({
            value,
            label: t(`export.${value}`),
          }))}
          onChange={setFormat}
        />
        {format !== "migration" && (
          <Segments
            label={t("export.fields")}
            value={every}
            options={[
              { value: "shown", label: t("export.shown") },
              { value: "all", label: t("export.all") },
            ]}
            onChange={setEvery}
          />
        )}
        <label className="labelled">
          <span>{t("export.reason")}</span>
          <input className="field-input" value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        <p className="muted">{t("export.reasonHint")}</p>
        {started && !ready && !failed && (
          <Progress label={job?.message || t("export.working")} done={job?.done} total={job?.total} />
        )}
        {ready && <Note>{t("export.ready", { count: job?.done ?? 0 })}</Note>}
      </div>
    </Dialog>
  );
}
