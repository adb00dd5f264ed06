import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { lookAt } from "@/api/notices";
import type { ObjectMeta, RecordData, TimelineItem } from "@/api/types";
import { dayHeading, fullDateTime } from "@/lib/dates";
import { currentLanguage, inRow } from "@/lib/i18n";
import { useObjects } from "@/metadata/meta";
import { PlainButton } from "@/ui/plain-button";
import { Diffs } from "./diffs";
import "./texts";

/** Changes shown at most; the timeline has all. */
const shown = 3;

/** When I had this page open before, asked once for each time it is opened. */
export function useSince(object: ObjectMeta, record: RecordData): string | null {
  const query = useQuery({
    queryKey: [...keys.record(object.plural, record.id), "since"],
    queryFn: () => lookAt(object.key, record.id),
    enabled: object.timeline !== false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return query.data?.since ?? null;
}

/** When an item came about: what was noted today may have happened last week. */
const madeAt = (item: TimelineItem): string => String((item.activity ?? item.comment)?.created_at ?? item.at);

/** What others did since then. */
export function newsSince(items: TimelineItem[], since: string | null, me: string): TimelineItem[] {
  if (!since) return [];
  return items.filter((item) => item.actor?.id !== me && Date.parse(madeAt(item)) > Date.parse(since));
}

/** "2 × Call (Anna, Ben)" of each kind of things that are no changes of fields. */
function useCounts(news: TimelineItem[]): string[] {
  const { t } = useTranslation();
  const objectOf = useObjects();
  const kinds = new Map<string, TimelineItem[]>();
  for (const item of news.filter((each) => each.kind !== "log")) {
    const object = objectOf(item.object ?? "");
    const kind = object?.fields.find((field) => field.name === "kind");
    const choice = kind?.choices?.find((each) => each.value === item.activity?.kind);
    const label =
      choice?.label ?? object?.label ?? (item.kind === "comment" ? t("happened:since.comment") : "");
    kinds.set(label, [...(kinds.get(label) ?? []), item]);
  }
  return [...kinds].map(([label, items]) => {
    const people = new Set(items.flatMap((item) => item.actor?.title ?? []));
    return t("happened:since.some", { n: items.length, label, people: inRow(people) });
  });
}

/** What others did since I last had the page open. */
export function Since({ object, since, news }: { object: ObjectMeta; since: string; news: TimelineItem[] }) {
  const { t } = useTranslation();
  const [gone, setGone] = useState(false);
  const counts = useCounts(news);
  const changes = news
    .filter((item) => item.kind === "log" && !["create", "created"].includes(item.verb))
    .flatMap((item) => item.changes);
  if (gone || (counts.length === 0 && changes.length === 0)) return null;
  const language = currentLanguage();
  return (
    <section className="since" aria-label={t("happened:since.title", { day: dayHeading(since, language) })}>
      <p className="since__head">
        <strong title={fullDateTime(since, language)}>
          {t("happened:since.title", { day: dayHeading(since, language) })}
        </strong>
        {counts.map((count) => (
          <span key={count}>{count}</span>
        ))}
        <span className="grow" />
        <PlainButton
          bare
          icon={<X size={14} aria-hidden="true" />}
          label={t("happened:since.dismiss")}
          onClick={() => setGone(true)}
        />
      </p>
      {changes.length > 0 && <Diffs object={object} changes={changes.slice(0, shown)} />}
      {changes.length > shown && (
        <p className="muted">{t("happened:since.more", { n: changes.length - shown })}</p>
      )}
    </section>
  );
}
