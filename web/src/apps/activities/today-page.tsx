import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { readToday } from "@/api/session";
import { useWaiting } from "@/api/use-counts";
import { fullDate, isoDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useSignedIn } from "@/metadata/session";
import { useExtensions } from "@/records/extensions";
import { ScopeSwitch } from "@/records/list/scope-switch";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { Waiting } from "@/ui/waiting";
import { TodaySection } from "./today-section";
import "./activities.css";

function greeting(hour: number): string {
  if (hour < 5) return "today.night";
  if (hour < 12) return "today.morning";
  return hour < 18 ? "today.afternoon" : "today.evening";
}

const useToday = (scope: string, enabled: boolean) =>
  useQuery({
    queryKey: [...keys.today, scope],
    queryFn: ({ signal }) => readToday(scope, signal),
    refetchInterval: 5 * 60_000,
    enabled,
  });

/** The page a day begins with: whom to call, what is due, whom to get in touch with, which deals lie idle. */
export function TodayPage() {
  const { t } = useTranslation();
  const { user, teams } = useSignedIn();
  const { Today } = useExtensions();
  const { scope } = useSearch({ strict: false }) as { scope?: string };
  const navigate = useNavigate();
  const team = teams.find((each) => each.kind !== "me");
  const everyone = teams.some((each) => each.kind === "department");
  const wider = everyone ? { id: "all", name: t("list.everyone") } : team;
  const own = useToday(scope ?? "me", true);
  const idle = !scope && own.data !== undefined && own.data.sections.every((section) => section.count === 0);
  const others = useToday(wider?.id ?? "me", idle && wider !== undefined);
  const overseen = idle && (others.data?.sections ?? []).some((section) => section.count > 0);
  const look = (next: string | undefined) =>
    void navigate({ to: ".", search: next === "me" && !overseen ? {} : { scope: next }, replace: true });
  const query = overseen ? others : own;
  const seen = overseen ? wider?.id : scope;
  const decisions = useWaiting();
  const waiting = (scope ?? "me") === "me" ? decisions : 0;
  const now = new Date();
  const sections = query.data?.sections ?? [];
  const some = sections.some((section) => section.count > 0);
  const open = sections.reduce((sum, section) => sum + (section.dated ? section.count : 0), waiting);
  return (
    <main className="card">
      <header className="head">
        <h1>{t("app.today")}</h1>
        {query.data && <span className="head__count num">{t("today.open", { count: open })}</span>}
        <span className="grow" />
        <ScopeSwitch mine scope={seen ?? "me"} onChange={look} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus */}
      <section className="today" tabIndex={0} aria-label={t("app.today")}>
        <div className="today__inner">
          <div className="today__hello">
            <h2>{t(greeting(now.getHours()), { name: user.name })}</h2>
            <p className="muted">{fullDate(isoDay(now), currentLanguage())}</p>
          </div>
          <Suspense>{Today && (scope ?? "me") === "me" && <Today />}</Suspense>
          {query.data?.period.note && <Note>{query.data.period.note}</Note>}
          {query.isPending && <Waiting />}
          {query.error && !query.data && (
            <Empty icon="alert-triangle" title={t("list.failed")} hint={query.error.message}>
              <Button onClick={() => void query.refetch()}>{t("common.retry")}</Button>
            </Empty>
          )}
          {overseen && wider && <Note>{t("today.overseen", { name: wider.name })}</Note>}
          {query.data && open === 0 && some && <p className="muted">{t("today.clearHint")}</p>}
          {query.data && !some && waiting > 0 && <p className="muted">{t("today.clearHint")}</p>}
          {query.data && !some && waiting === 0 && (
            <Empty icon="check-circle" title={t("today.clear")} hint={t("today.clearHint")}>
              {scope === "me" && wider && (
                <Button onClick={() => look(wider.id)}>{t("today.lookAt", { name: wider.name })}</Button>
              )}
            </Empty>
          )}
          {sections
            .filter((section) => section.count > 0)
            .map((section) => (
              <TodaySection key={section.key} section={section} scope={seen ?? "me"} />
            ))}
        </div>
      </section>
    </main>
  );
}
