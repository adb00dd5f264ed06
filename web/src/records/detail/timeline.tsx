import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { History } from "lucide-react";
import { type ComponentType, Fragment, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { timelineOf } from "@/api/records";
import type { ObjectMeta, Page, RecordData, TimelineItem } from "@/api/types";
import { clock, dayHeading, daysFromNow, fullDateTime, shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Empty } from "@/ui/empty";
import { Waiting } from "@/ui/waiting";
import { type PanelProps, useExtensions } from "../extensions";
import { Diffs } from "./diffs";
import { Followed, Mailed } from "./mail";
import { formerText, reasonOf, verbText, viaText } from "./verbs";

function dayOf(at: string): string {
  const language = currentLanguage();
  return Math.abs(daysFromNow(at)) < 7 ? dayHeading(at, language) : shortDate(at, language);
}

function Logged({ object, item }: { object: ObjectMeta; item: TimelineItem }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="line__mark line__mark--quiet">
        <History size={13} aria-hidden="true" />
      </span>
      <div className="line__body">
        <p>
          <strong>{item.actor?.title ?? t("record.system")}</strong> {verbText(item, object, t)}{" "}
          <time className="muted num" dateTime={item.at} title={fullDateTime(item.at, currentLanguage())}>
            {clock(item.at, currentLanguage())}
          </time>
          {item.via && item.via !== "web" && <span className="muted"> · {viaText(item.via, t)}</span>}
        </p>
        {formerText(item, t) && <p className="muted">{formerText(item, t)}</p>}
        {reasonOf(item, item.text) && <p className="muted">{item.text}</p>}
        {item.changes.length > 0 && item.verb !== "create" && item.verb !== "created" && (
          <Diffs object={object} changes={item.changes} />
        )}
      </div>
    </>
  );
}

const bespoke: Record<string, ComponentType<PanelProps & { item: TimelineItem }>> = {
  mail_message: Mailed,
  mail_enrolment: Followed,
};

/** What happened, the latest first, under the day it happened. */
export function Timeline({ object, record }: { object: ObjectMeta; record: RecordData }) {
  const { t } = useTranslation();
  const { Composer, Happening, Discuss, Said } = useExtensions();
  const query = useInfiniteQuery({
    queryKey: keys.timeline(object.plural, record.id),
    queryFn: ({ pageParam, signal }) => timelineOf(object.plural, record.id, { cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<TimelineItem>) => last.next,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="timeline">
      {Composer && object.timeline !== false && (
        <Suspense>
          <Composer object={object} record={record} />
        </Suspense>
      )}
      {Discuss && object.timeline !== false && (
        <Suspense>
          <Discuss object={object} record={record} />
        </Suspense>
      )}
      {query.isPending && <Waiting />}
      {query.data && items.length === 0 && (
        <Empty icon="calendar-check" title={t("record.quiet")} hint={t("record.quietHint")} />
      )}
      <ol className="line">
        {items.map((item, at) => {
          const day = dayOf(item.at);
          const previous = items[at - 1];
          const own = { activity: Happening, comment: Said, log: undefined }[item.kind];
          const Bespoke = bespoke[item.object ?? ""] ?? own;
          return (
            <Fragment key={item.id}>
              {(!previous || dayOf(previous.at) !== day) && <li className="line__day">{day}</li>}
              <li className="line__item">
                {Bespoke ? (
                  <Suspense>
                    <Bespoke item={item} object={object} record={record} />
                  </Suspense>
                ) : (
                  <Logged object={object} item={item} />
                )}
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
