import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { CheckCheck } from "lucide-react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { listNotices, markRead, type NoticePage, noticeKeys } from "@/api/notices";
import { dayHeading, daysFromNow, shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Empty } from "@/ui/empty";
import { PlainButton } from "@/ui/plain-button";
import { Segments } from "@/ui/segments";
import { Waiting } from "@/ui/waiting";
import { NoticeRow } from "./notice-row";
import "./texts";
import "./notices.css";

type Show = "unread" | "all";

function dayOf(at: string): string {
  const language = currentLanguage();
  return Math.abs(daysFromNow(at)) < 7 ? dayHeading(at, language) : shortDate(at, language);
}

function useNotices(show: Show) {
  return useInfiniteQuery({
    queryKey: noticeKeys.list(show === "unread"),
    queryFn: ({ pageParam, signal }) => listNotices(show === "unread", pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: NoticePage) => last.next,
  });
}

/** What concerns me: what happened, why I am told, and the way to it. */
export function NoticesPage() {
  const { t } = useTranslation();
  const { show = "unread" } = useSearch({ strict: false }) as { show?: Show };
  const navigate = useNavigate();
  const client = useQueryClient();
  const query = useNotices(show);
  const read = useMutation({
    mutationFn: markRead,
    onSuccess: () => client.invalidateQueries({ queryKey: noticeKeys.all }),
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = query.data?.pages[0]?.unread ?? 0;
  const choose = (next: Show) =>
    void navigate({ to: ".", search: next === "unread" ? {} : { show: next }, replace: true });
  return (
    <main className="card">
      <header className="head">
        <h1>{t("notices:title")}</h1>
        {unread > 0 && <span className="head__count num">{unread}</span>}
        <span className="grow" />
        <Segments<Show>
          label={t("notices:show")}
          value={show}
          options={[
            { value: "unread", label: t("notices:unread") },
            { value: "all", label: t("notices:all") },
          ]}
          onChange={choose}
        />
        <PlainButton
          bare
          icon={<CheckCheck size={16} />}
          label={t("notices:allRead")}
          disabled={unread === 0 || read.isPending}
          onClick={() => read.mutate({ all: true })}
        />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus */}
      <section className="notices" tabIndex={0} aria-label={t("notices:title")}>
        {query.isPending && <Waiting />}
        {query.error && !query.data && (
          <Empty icon="alert-triangle" title={t("notices:failed")} hint={query.error.message}>
            <Button onClick={() => void query.refetch()}>{t("common.retry")}</Button>
          </Empty>
        )}
        {query.data && items.length === 0 && (
          <Empty
            icon="bell"
            title={show === "unread" ? t("notices:none") : t("notices:empty")}
            hint={show === "unread" ? t("notices:noneHint") : t("notices:emptyHint")}
          />
        )}
        <ul className="notices__list">
          {items.map((notice, at) => {
            const day = dayOf(notice.at);
            const before = items[at - 1];
            return (
              <Fragment key={notice.id}>
                {(!before || dayOf(before.at) !== day) && <li className="notices__day">{day}</li>}
                <NoticeRow notice={notice} onRead={() => read.mutate({ ids: [notice.id] })} />
              </Fragment>
            );
          })}
        </ul>
        {query.hasNextPage && (
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("notices:more")}
          </Button>
        )}
      </section>
    </main>
  );
}
