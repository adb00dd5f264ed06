import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Download, Upload } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Note } from "@/ui/note";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { ready } from "../texts";
import { LeftOff } from "./left-off";
import { ReportLines } from "./report-lines";
import { applyConfiguration, type Configuration, configurationFile, tryConfiguration } from "./requests";
import "./configuration.css";

await ready;

type Given = { name: string; document: Configuration; without: string[] };

async function read(file: File): Promise<Given> {
  const document: unknown = JSON.parse(await file.text());
  if (typeof document !== "object" || document === null) throw new SyntaxError();
  return { name: file.name, document: document as Configuration, without: [] };
}

/** "@role/Sales %2F East" as people read it. */
const bare = (name: string) =>
  name
    .replace(/^@[^/]*\//, "")
    .replaceAll("/", " / ")
    .replaceAll("%2F", "/")
    .replaceAll("%25", "%");

/** Out of this installation as a file, and into it from one: tried first, then all of it or nothing. */
export function ConfigurationPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [given, setGiven] = useState<Given | null>(null);
  const [wrong, setWrong] = useState("");
  const attempt = useMutation({
    meta: { quiet: true },
    mutationFn: (next: Given) => tryConfiguration(next.document, next.without),
  });
  const put = useMutation({
    meta: { quiet: true },
    mutationFn: (next: Given) => applyConfiguration(next.document, next.without),
    onSuccess: (report) => {
      toast(t("admin:configPut", { made: report.made.length, changed: report.changed.length }));
      setGiven(null);
      attempt.reset();
      void client.invalidateQueries();
    },
  });
  const look = (next: Given) => {
    put.reset();
    setGiven(next);
    attempt.mutate(next);
  };
  const choose = async (file: File | undefined) => {
    if (!file) return;
    setWrong("");
    try {
      look(await read(file));
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
          {put.data && <LeftOff off={put.data.off} done />}
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
              <LeftOff off={report.off} />
              {given.document.left_out?.length ? (
                <Note>
                  {t("admin:configIncomplete", { count: given.document.left_out.length })}{" "}
                  <span className="muted">{given.document.left_out.map(bare).join(", ")}</span>
                </Note>
              ) : null}
              {given.without.length > 0 && (
                <Note>
                  {t("admin:configWithout", { count: given.without.length })}{" "}
                  <span className="muted">{given.without.map(bare).join(", ")}</span>{" "}
                  <Button type="link" size="small" onClick={() => look({ ...given, without: [] })}>
                    {t("admin:configAll")}
                  </Button>
                </Note>
              )}
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
              <ReportLines
                report={report}
                leaveOut={(id) => look({ ...given, without: [...given.without, id] })}
              />
            </>
          )}
        </section>
      </div>
    </main>
  );
}
