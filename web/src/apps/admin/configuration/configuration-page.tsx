import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Download, Upload } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/lib/i18n";
import { Note } from "@/ui/note";
import { Tag } from "@/ui/tag";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { ready } from "../texts";
import { applyConfiguration, configurationFile, type Report, tryConfiguration } from "./requests";
import "./configuration.css";

await ready;

type Given = { name: string; document: object };

async function read(file: File): Promise<Given> {
  const document: unknown = JSON.parse(await file.text());
  if (typeof document !== "object" || document === null) throw new SyntaxError();
  return { name: file.name, document };
}

/** Out of this installation as a file, and into it from one: tried first, then all of it or nothing. */
export function ConfigurationPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [given, setGiven] = useState<Given | null>(null);
  const [wrong, setWrong] = useState("");
  const attempt = useMutation({
    meta: { quiet: true },
    mutationFn: (next: Given) => tryConfiguration(next.document),
  });
  const put = useMutation({
    meta: { quiet: true },
    mutationFn: (next: Given) => applyConfiguration(next.document),
    onSuccess: (report) => {
      toast(t("admin:configPut", { made: report.made.length, changed: report.changed.length }));
      setGiven(null);
      attempt.reset();
      void client.invalidateQueries();
    },
  });
  const choose = async (file: File | undefined) => {
    if (!file) return;
    setWrong("");
    put.reset();
    try {
      const next = await read(file);
      setGiven(next);
      attempt.mutate(next);
    } catch {
      setGiven(null);
      attempt.reset();
      setWrong(t("admin:configBroken", { name: file.name }));
    }
  };
  const report = attempt.data;
  const changes = report ? report.made.length + report.changed.length : 0;
  const error = wrong || put.error?.message || attempt.error?.message;
  return (
    <main className="card">
      <header className="head">
        <h1>{t("settings.configuration")}</h1>
      </header>
      <div className="settings__body">
        <section className="settings__block stack">
          <h2>{t("admin:configOut")}</h2>
          <p className="muted">{t("admin:configOutHint")}</p>
          <p>
            <Button href={configurationFile()} icon={<Download size={14} />} download>
              {t("admin:configOutDo")}
            </Button>
          </p>
        </section>
        <section className="settings__block stack">
          <h2>{t("admin:configIn")}</h2>
          <p className="muted">{t("admin:configInHint")}</p>
          <p>
            <input
              ref={picker}
              type="file"
              accept=".json,application/json"
              className="config__file"
              aria-label={t("admin:configFile")}
              onChange={(event) => {
                void choose(event.target.files?.[0]);
                event.target.value = "";
              }}
            />
            <Button icon={<Upload size={14} />} onClick={() => picker.current?.click()}>
              {t("admin:configFile")}
            </Button>
          </p>
          {error && <Note danger>{error}</Note>}
          {attempt.isPending && <Waiting />}
          {given && report && (
            <>
              <Note danger={report.conflicts.length > 0}>
                {t("admin:configFound", {
                  name: given.name,
                  made: report.made.length,
                  changed: report.changed.length,
                  same: report.same,
                  conflicts: report.conflicts.length,
                })}
              </Note>
              <Lines report={report} />
              <p>
                <Button
                  type="primary"
                  disabled={report.conflicts.length > 0 || changes === 0}
                  loading={put.isPending}
                  onClick={() => put.mutate(given)}
                >
                  {t("admin:configPutDo", { count: changes })}
                </Button>
              </p>
            </>
          )}
        </section>
      </div>
    </main>
  );
}

function Lines({ report }: { report: Report }) {
  const { t } = useTranslation();
  const joined = new Intl.ListFormat(currentLanguage(), { type: "unit" });
  const all = [
    ...report.conflicts.map((line) => ({
      ...line,
      kind: t("admin:configConflict"),
      colour: "red",
      more: line.message,
    })),
    ...report.made.map((line) => ({ ...line, kind: t("admin:configMade"), colour: "green", more: "" })),
    ...report.changed.map((line) => ({
      ...line,
      kind: t("admin:configChanged"),
      colour: "orange",
      more: joined.format(line.fields),
    })),
  ];
  if (all.length === 0) return null;
  return (
    <ul className="rows config__lines">
      {all.map((line) => (
        <li key={`${line.kind} ${line.object} ${line.name}`}>
          <Tag text={line.kind} colour={line.colour} />
          <span className="grow">
            <span className="muted">{line.label ?? line.object}</span> <strong>{line.name}</strong>
            {line.more && <span className="muted config__more">{line.more}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
