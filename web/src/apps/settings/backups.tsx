import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Backup, listBackups } from "@/api/operations";
import { fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Note } from "@/ui/note";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import "./texts";
import "./settings.css";

const MIB = 1024 * 1024;

function Line({ backup }: { backup: Backup }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const good = backup.state === "done";
  const size = ((backup.size ?? 0) / MIB).toLocaleString(language, { maximumFractionDigits: 1 });
  return (
    <li>
      <div className="grow">
        <p>
          <strong className="num">{fullDateTime(backup.finished_at, language)}</strong>{" "}
          <Tag
            text={good ? t("told:backups.good") : t("told:backups.failed")}
            colour={good ? "green" : "red"}
          />
        </p>
        {good ? (
          <>
            <p className="muted num">
              {t("told:backups.held", { size, rows: (backup.rows ?? 0).toLocaleString(language) })}
            </p>
            <p className="muted backups__path">{backup.path}</p>
          </>
        ) : (
          <p className="muted backups__path">{backup.message}</p>
        )}
      </div>
    </li>
  );
}

/** How old the last good backup is, and how the latest attempts went. */
export function Backups() {
  const { t } = useTranslation();
  const list = useQuery({ queryKey: ["backups"], queryFn: ({ signal }) => listBackups(signal) });
  return (
    <main className="card">
      <header className="head">
        <h1>{t("settings.backups")}</h1>
      </header>
      <div className="settings__body">
        <p className="muted">{t("told:backups.hint")}</p>
        {list.isPending && <Waiting />}
        {list.data?.warning && <Note danger>{list.data.warning}</Note>}
        <ul className="rows">
          {list.data?.items.map((backup) => (
            <Line key={backup.id} backup={backup} />
          ))}
        </ul>
        <p className="muted">{t("told:backups.secret")}</p>
      </div>
    </main>
  );
}
