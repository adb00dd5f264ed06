import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { CircleCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { ready } from "../texts";
import {
  discardJob,
  type FailedJob,
  type Health,
  readHealth,
  readWork,
  retryJob,
  type Work,
} from "./requests";
import "./operations.css";

await ready;

const MIB = 1024 * 1024;

/** How the system is, what it is doing, and what failed. */
export function JobsPage() {
  const { t } = useTranslation();
  const health = useQuery({
    queryKey: ["operations", "health", currentLanguage()],
    queryFn: ({ signal }) => readHealth(signal),
    refetchInterval: 30_000,
  });
  const work = useQuery({
    queryKey: ["operations", "jobs", currentLanguage()],
    queryFn: ({ signal }) => readWork(signal),
    refetchInterval: 10_000,
  });
  return (
    <main className="card">
      <header className="head">
        <h1>{t("settings.jobs")}</h1>
      </header>
      <div className="settings__body">
        {(health.isPending || work.isPending) && <Waiting />}
        {health.error && <Note danger>{health.error.message}</Note>}
        {health.data && <State health={health.data} />}
        {work.data && (
          <>
            <Failed jobs={work.data.failed} />
            <Kinds work={work.data} />
          </>
        )}
      </div>
    </main>
  );
}

function State({ health }: { health: Health }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const facts = [
    [t("admin:version"), health.version],
    ["PostgreSQL", health.database],
    [t("admin:size"), `${Math.round(health.size / MIB).toLocaleString(language)} MB`],
    [t("admin:connections"), `${health.connections.used} / ${health.connections.most}`],
    [t("admin:lastBackup"), health.backup ? fullDateTime(health.backup, language) : "—"],
  ];
  return (
    <section className="settings__block stack" aria-label={t("admin:health")}>
      <h2>{t("admin:health")}</h2>
      {health.wrong.map((text) => (
        <Note key={text} danger>
          {text}
        </Note>
      ))}
      {health.wrong.length === 0 && (
        <p className="jobs__fine">
          <CircleCheck size={15} aria-hidden="true" /> {t("admin:healthy")}
        </p>
      )}
      <dl className="jobs__facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="muted">{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Failed({ jobs }: { jobs: FailedJob[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [leaving, setLeaving] = useState<FailedJob | null>(null);
  const over = () => void client.invalidateQueries({ queryKey: ["operations"] });
  const again = useMutation({
    mutationFn: (job: FailedJob) => retryJob(job.id),
    onSuccess: () => {
      toast(t("admin:retried"));
      over();
    },
  });
  if (jobs.length === 0) return null;
  return (
    <section className="settings__block">
      <h2>{t("admin:failed")}</h2>
      <ul className="rows">
        {jobs.map((job) => (
          <li key={job.id} className="jobs__failed">
            <div className="grow">
              <p>
                <strong>{job.label}</strong>{" "}
                <span className="muted num">
                  {job.finished_at && fullDateTime(job.finished_at, currentLanguage())}
                </span>
              </p>
              {job.about && <About about={job.about} />}
              <p className="muted">
                {[job.person?.title, t("admin:attempts", { count: job.attempt }), job.message]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
              {job.at && <code className="muted jobs__at">{job.at}</code>}
            </div>
            <Button loading={again.isPending} onClick={() => again.mutate(job)}>
              {t("admin:retry")}
            </Button>
            <Button danger onClick={() => setLeaving(job)}>
              {t("admin:discard")}
            </Button>
          </li>
        ))}
      </ul>
      {leaving && <Discard job={leaving} onDone={over} onClose={() => setLeaving(null)} />}
    </section>
  );
}

/** The record or object a piece of work was about, led to where there is a page of it. */
function About({ about: { label, title, plural, id } }: { about: NonNullable<FailedJob["about"]> }) {
  if (plural && id)
    return (
      <p>
        <span className="muted">{label}</span>{" "}
        <Link to="/$plural/$id" params={{ plural, id }}>
          {title}
        </Link>
      </p>
    );
  return (
    <p>
      {plural ? (
        <Link to="/$plural" params={{ plural }}>
          {label}
        </Link>
      ) : (
        <span className="muted">{label}</span>
      )}
    </p>
  );
}

function Discard({ job, onDone, onClose }: { job: FailedJob; onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const leave = useMutation({
    mutationFn: () => discardJob(job.id, reason.trim()),
    onSuccess: () => {
      onDone();
      onClose();
    },
  });
  return (
    <Dialog
      title={t("admin:discardAsk", { kind: job.label })}
      width={440}
      okText={t("admin:discard")}
      cancelText={t("common.cancel")}
      okButtonProps={{ danger: true, disabled: reason.trim().length < 3, loading: leave.isPending }}
      onOk={() => leave.mutate()}
      onCancel={onClose}
    >
      <label className="labelled">
        <span>{t("admin:reason")}</span>
        <textarea
          className="field-input"
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
    </Dialog>
  );
}

function Kinds({ work }: { work: Work }) {
  const { t } = useTranslation();
  const columns = ["queued", "running", "done", "failed"] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus
    <section className="settings__block jobs__kinds" tabIndex={0} aria-label={t("admin:week")}>
      <h2>{t("admin:week")}</h2>
      {work.kinds.length === 0 ? (
        <p className="muted">{t("admin:noWork")}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("admin:kind")}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`admin:states.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {work.kinds.map((line) => (
              <tr key={line.kind}>
                <th scope="row">{line.label}</th>
                {columns.map((column) => (
                  <td key={column} className="num">
                    {line[column] || ""}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
