import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { Fragment, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { timelineOf } from "@/api/records";
import type { TimelineItem, TimelinePage } from "@/api/types";
import { dayHeading, daysFromNow, shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useSignedIn } from "@/metadata/session";
import { Broken } from "@/ui/broken";
import { Empty } from "@/ui/empty";
import { Waiting } from "@/ui/waiting";
import { type PanelProps, useExtensions } from "../extensions";
import { LineItem } from "./line-item";
import { newsSince, Since, useSince } from "./since";
import { TimelineFilter } from "./timeline-filter";

function dayOf(at: string): string {
  const language = currentLanguage();
  return Math.abs(daysFromNow(at)) < 7 ? dayHeading(at, language) : shortDate(at, language);
}

export type Narrowed = { of?: string; words?: string };

function useNarrowed(): [Narrowed, (now: Narrowed) => void] {
  const { of, words } = useSearch({ strict: false }) as Narrowed;
  const navigate = useNavigate();
  const narrow = (now: Narrowed) =>
    void navigate({ to: ".", search: (old: object) => ({ ...old, ...now }), replace: true });
  return [{ of, words }, narrow];
}

/** Nothing to show: because nothing happened, because of the filter, or because older changes are not gone through. */
function Quiet({ narrowed, further }: { narrowed: boolean; further: boolean }) {
  const { t } = useTranslation();
  if (further) return <p className="muted">{t("happened:line.further")}</p>;
  const [title, hint] = narrowed
    ? [t("happened:line.none"), t("happened:line.noneHint")]
    : [t("record.quiet"), t("record.quietHint")];
  return <Empty icon="calendar-check" title={title} hint={hint} />;
}

/** What happened, the latest first, under the day it happened; what is pinned above it. */
export function Timeline({ object, record }: PanelProps) {
  const { t } = useTranslation();
  const { Composer } = useExtensions();
  const [narrowed, narrow] = useNarrowed();
  const query = useInfiniteQuery({
    queryKey: [...keys.timeline(object.plural, record.id), narrowed],
    queryFn: ({ pageParam, signal }) =>
      timelineOf(
        object.plural,
        record.id,
        { cursor: pageParam, kind: narrowed.of, q: narrowed.words },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last: TimelinePage) => last.next,
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages ?? [];
  const items = pages.flatMap((page) => page.items);
  const pinned = pages[0]?.pinned ?? [];
  const isPinned = (item: TimelineItem) => pinned.some((each) => each.id === item.id);
  const { user } = useSignedIn();
  const since = useSince(object, record);
  const whole = !narrowed.of && !narrowed.words;
  const news = whole ? newsSince(items, since, user.id) : [];
  const seen = news.length > 0 && since ? items.findIndex((item) => item.at <= since) : -1;
  return (
    <div className="timeline">
      {Composer && object.timeline !== false && (
        <Suspense>
          <Composer object={object} record={record} />
        </Suspense>
      )}
      {object.timeline !== false && (
        <TimelineFilter narrowed={narrowed} kinds={pages[0]?.kinds ?? []} onNarrow={narrow} />
      )}
      {query.isPending && <Waiting />}
      <Broken query={query} />
      {since && <Since object={object} since={since} news={news} />}
      {pinned.length > 0 && (
        <ol className="line line--pinned" aria-label={t("happened:line.pinned")}>
          {pinned.map((item) => (
            <li key={item.id} className="line__item">
              <span className="line__pinned">{dayOf(item.at)}</span>
              <LineItem item={item} object={object} record={record} pinned />
            </li>
          ))}
        </ol>
      )}
      {query.data && items.length === 0 && (
        <Quiet narrowed={Boolean(narrowed.of || narrowed.words)} further={query.hasNextPage} />
      )}
      <ol className="line" aria-busy={query.isPlaceholderData}>
        {items.map((item, at) => {
          const day = dayOf(item.at);
          const previous = items[at - 1];
          return (
            <Fragment key={item.id}>
              {(!previous || dayOf(previous.at) !== day) && <li className="line__day">{day}</li>}
              {at === seen && at > 0 && <li className="line__seen">{t("happened:since.seen")}</li>}
              <li className="line__item">
                <LineItem item={item} object={object} record={record} pinned={isPinned(item)} />
              </li>
            </Fragment>
          );
        })}
      </ol>
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("record.earlier")}
        </Button>
      )}
    </div>
  );
}
