import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { endSession, listSessions } from "@/api/session";
import { fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import "./settings.css";

/** "Chrome · Windows" out of what the browser says of itself. */
export function agentName(agent: string | null | undefined): string {
  const text = agent ?? "";
  const browser = /Edg\//.test(text)
    ? "Edge"
    : /Firefox\//.test(text)
      ? "Firefox"
      : /MicroMessenger/.test(text)
        ? "WeChat"
        : /Chrom(e|ium)\//.test(text)
          ? "Chrome"
          : /Safari\//.test(text)
            ? "Safari"
            : "";
  const system = /iPhone|iPad/.test(text)
    ? "iOS"
    : /Android/.test(text)
      ? "Android"
      : /Windows/.test(text)
        ? "Windows"
        : /Mac OS/.test(text)
          ? "macOS"
          : /Linux/.test(text)
            ? "Linux"
            : "";
  return [browser, system].filter(Boolean).join(" · ") || text.slice(0, 60);
}

/** Where I am signed in; each place can be ended. */
export function Sessions() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const list = useQuery({ queryKey: ["sessions"], queryFn: ({ signal }) => listSessions(signal) });
  const end = useMutation({
    mutationFn: endSession,
    onSuccess: () => client.invalidateQueries({ queryKey: ["sessions"] }),
  });
  return (
    <main className="card">
      <header className="head">
        <h1>{t("settings.sessions")}</h1>
      </header>
      <div className="settings__body">
        <p className="muted">{t("settings.sessionsHint")}</p>
        {list.isPending && <Waiting />}
        <ul className="rows">
          {list.data?.items.map((session) => (
            <li key={session.id}>
              <div className="grow">
                <p>
                  <strong>{agentName(session.agent)}</strong>{" "}
                  {session.current && <Tag text={t("settings.thisOne")} colour="green" />}
                </p>
                <p className="muted num">
                  {[session.address, session.seen_at && fullDateTime(session.seen_at, currentLanguage())]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
              </div>
              {!session.current && (
                <Button onClick={() => end.mutate(session.id)}>{t("settings.end")}</Button>
              )}
            </li>
          ))}
        </ul>
      </div>
    </main>
  );
}
