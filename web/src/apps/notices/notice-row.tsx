import { Link } from "@tanstack/react-router";
import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Notice } from "@/api/notices";
import { clock, fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { Icon } from "@/ui/icon";
import { PlainButton } from "@/ui/plain-button";

type Props = { notice: Notice; onRead: () => void };

/** What is answered on a page of its own: who did it stands for the record. */
const elsewhere: Record<string, string> = {
  "user:asked": "/quality/requests",
  "user:answered": "/quality/requests",
};
const placeOf = (notice: Notice): string | undefined => elsewhere[`${notice.object}:${notice.what}`];

/** To the record, or to the list of those it tells of. */
function target(notice: Notice) {
  const place = placeOf(notice);
  if (place) return { to: place };
  return notice.record
    ? { to: "/$plural/$id", params: { plural: notice.plural, id: notice.record.id } }
    : {
        to: "/$plural",
        params: { plural: notice.plural },
        search: { filter: { field: "id", op: "in", value: notice.records } },
      };
}

/** One notice: of what, what happened, why it came. */
export function NoticeRow({ notice, onRead }: Props) {
  const { t } = useTranslation();
  const object = useObject(notice.object);
  const language = currentLanguage();
  const named = placeOf(notice) ? notice.actor : notice.record;
  const title = notice.record
    ? (named?.title ?? notice.label)
    : t("notices:of", { count: notice.records.length, label: notice.label });
  return (
    <li className={`notice ${notice.read ? "" : "notice--new"}`}>
      <span className="notice__mark" aria-hidden="true">
        <Icon name={object?.icon ?? "bell"} size={15} />
      </span>
      <div className="notice__body">
        <p className="notice__head">
          <Link {...(target(notice) as { to: string })} className="notice__title" onClick={onRead}>
            {title}
          </Link>
          <time className="muted num" dateTime={notice.at} title={fullDateTime(notice.at, language)}>
            {clock(notice.at, language)}
          </time>
        </p>
        <p>
          {notice.text}
          {notice.count > 1 && notice.record && (
            <span className="muted"> · {t("notices:times", { count: notice.count })}</span>
          )}
        </p>
        {notice.comment && <p className="notice__said">{notice.comment}</p>}
        <p className="muted notice__why">{notice.why}</p>
      </div>
      {!notice.read && (
        <PlainButton bare icon={<Check size={15} />} label={t("notices:read")} onClick={onRead} />
      )}
    </li>
  );
}
