import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import { changeNoticeSettings, type NoticeSettings, noticeKeys, readNoticeSettings } from "@/api/notices";
import { Clock } from "@/ui/clock";
import { Note } from "@/ui/note";
import { Segments } from "@/ui/segments";
import { Waiting } from "@/ui/waiting";
import "./texts";
import "./settings.css";

type Change = (change: Partial<NoticeSettings>) => void;

const toggled = (list: string[], value: string): string[] =>
  list.includes(value) ? list.filter((each) => each !== value) : [...list, value];

function Ways({ settings, change }: { settings: NoticeSettings; change: Change }) {
  const { t } = useTranslation();
  return (
    <table className="told">
      <thead>
        <tr>
          <th>{t("told:of")}</th>
          <th>{t("told:here")}</th>
          <th>{t("told:byMail")}</th>
        </tr>
      </thead>
      <tbody>
        {settings.reasons.map(({ value, label }) => (
          <tr key={value}>
            <th scope="row">{label}</th>
            <td>
              <Checkbox
                aria-label={`${label}: ${t("told:here")}`}
                checked={!settings.silent.includes(value)}
                onChange={() => change({ silent: toggled(settings.silent, value) })}
              />
            </td>
            <td>
              <Checkbox
                aria-label={`${label}: ${t("told:byMail")}`}
                disabled={settings.silent.includes(value)}
                checked={settings.mail.includes(value) && !settings.silent.includes(value)}
                onChange={() => change({ mail: toggled(settings.mail, value) })}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Quiet({ settings, change }: { settings: NoticeSettings; change: Change }) {
  const { t } = useTranslation();
  const hours = [
    ["quiet_from", t("told:from")],
    ["quiet_until", t("told:until")],
  ] as const;
  const half = (settings.quiet_from === null) !== (settings.quiet_until === null);
  return (
    <section className="settings__block">
      <h2>{t("told:quiet")}</h2>
      <div className="row">
        {hours.map(([name, label]) => (
          <div key={name} className="labelled">
            <span>{label}</span>
            <Clock
              label={`${t("told:quiet")}: ${label}`}
              empty
              value={settings[name] ?? null}
              onChange={(at) => change({ [name]: at })}
            />
          </div>
        ))}
      </div>
      <p className="told__hint muted">{half ? t("told:quietHalf") : t("told:quietHint")}</p>
      <h2>{t("told:digest")}</h2>
      <Segments<NoticeSettings["digest"]>
        label={t("told:digest")}
        value={settings.digest}
        options={[
          { value: "off", label: t("told:digestOff") },
          { value: "hourly", label: t("told:digestHourly") },
          { value: "daily", label: t("told:digestDaily") },
        ]}
        onChange={(digest) => change({ digest })}
      />
      {settings.digest === "daily" && <p className="told__hint muted">{t("told:digestAt")}</p>}
    </section>
  );
}

/** What I am told of, and how. */
export function Told() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: noticeKeys.settings,
    queryFn: ({ signal }) => readNoticeSettings(signal),
  });
  const save = useMutation({
    mutationFn: changeNoticeSettings,
    onSuccess: (now) => client.setQueryData(noticeKeys.settings, now),
  });
  const settings = query.data && { ...query.data, ...(save.isPending ? save.variables : {}) };
  return (
    <main className="card">
      <header className="head">
        <h1>{t("settings.notices")}</h1>
      </header>
      <div className="settings__body">
        {query.isPending && <Waiting />}
        {query.error && <Note danger>{query.error.message}</Note>}
        {settings && (
          <>
            <section className="settings__block">
              <Ways settings={settings} change={save.mutate} />
              <Checkbox
                checked={settings.follow_mine}
                onChange={(event) => save.mutate({ follow_mine: event.target.checked })}
              >
                {t("told:followMine")}
              </Checkbox>
            </section>
            <Quiet settings={settings} change={save.mutate} />
            <p className="muted">{t("told:mailLater")}</p>
          </>
        )}
      </div>
    </main>
  );
}
