import { useQuery } from "@tanstack/react-query";
import { Hourglass, Lock } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { fullDateTime, shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import type { PanelProps } from "@/records/extensions";
import { Avatar } from "@/ui/avatar";
import { PlainButton } from "@/ui/plain-button";
import { Tag } from "@/ui/tag";
import { type Clock, type Kept, readOwnership, type Stay } from "./requests";
import "./pools.css";

const shown = 3;

function Period({ stay }: { stay: Stay }) {
  const { t } = useTranslation("pools");
  const language = currentLanguage();
  const day = (at: string) => (
    <time dateTime={at} title={fullDateTime(at, language)}>
      {shortDate(at, language)}
    </time>
  );
  if (!stay.until)
    return (
      <>
        {t("since")} {day(stay.since)}
      </>
    );
  if (shortDate(stay.since, language) === shortDate(stay.until, language)) return day(stay.since);
  return (
    <>
      {day(stay.since)} – {day(stay.until)}
    </>
  );
}

function Line({ stay }: { stay: Stay }) {
  const { t } = useTranslation("pools");
  const name = stay.owner ? (stay.owner.title ?? t("somebody")) : t("nobody");
  const by = stay.by && stay.by.id !== stay.owner?.id ? stay.by.title : null;
  return (
    <li className="ownership__stay">
      <Avatar title={name} person />
      <span className="grow">
        <span className="ownership__who">
          <span className={`ellipsis ${stay.owner ? "" : "muted"}`}>{name}</span>
          <Tag text={stay.how.label} colour={stay.how.color} />
        </span>
        <span className="ownership__when">
          <span>
            <Period stay={stay} />
          </span>
          {by && <span>{t("by", { who: by })}</span>}
        </span>
        {stay.reason && <span className="ownership__when">{t("because", { why: stay.reason })}</span>}
      </span>
    </li>
  );
}

/** When the record goes back to a pool and why, or what keeps it. */
function GoesBack({ clock, kept }: { clock: Clock | null; kept: Kept }) {
  const { t } = useTranslation("pools");
  const language = currentLanguage();
  const Mark = kept.locked ? Lock : Hourglass;
  if (!kept.locked && !clock) return null;
  const late = clock !== null && clock.days <= 7 && !kept.locked;
  return (
    <p className={`ownership__clock ${late ? "ownership__clock--late" : ""}`}>
      <Mark size={14} aria-hidden="true" />
      <span>
        {kept.locked
          ? t("locked")
          : clock &&
            t(clock.days > 0 ? "goesBack" : "goesTonight", {
              count: clock.days,
              pool: clock.pool,
              why: clock.why,
              since: shortDate(clock.since, language),
            })}
        {!kept.locked && kept.protected_until && (
          <span className="ownership__when">
            {t("protected", { day: shortDate(kept.protected_until, language) })}
          </span>
        )}
      </span>
    </p>
  );
}

type StaysProps = { stays: Stay[]; more: boolean; clock?: Clock | null; kept?: Kept };

/** Who has had a record, the newest first; the oldest are folded away. */
export function Stays({ stays, more, clock = null, kept }: StaysProps) {
  const { t } = useTranslation("pools");
  const [all, setAll] = useState(false);
  return (
    <section className="ownership" aria-label={t("ownership")}>
      <header className="related__head">
        <h2>{t("ownership")}</h2>
      </header>
      {kept && <GoesBack clock={clock} kept={kept} />}
      <ol>
        {(all ? stays : stays.slice(0, shown)).map((stay) => (
          <Line key={stay.id} stay={stay} />
        ))}
      </ol>
      {stays.length > shown && (
        <PlainButton
          label={all ? t("fewer") : t("allOwners", { count: stays.length })}
          aria-expanded={all}
          onClick={() => setAll(!all)}
        />
      )}
      {all && more && <p className="muted ownership__when">{t("older")}</p>}
    </section>
  );
}

/** Who has the record since when, how he came by it, and who had it before. */
export function Ownership({ object, record }: PanelProps) {
  const query = useQuery({
    queryKey: [...keys.record(object.plural, record.id), "ownership"],
    queryFn: ({ signal }) => readOwnership(object.key, record.id, signal),
    retry: false,
  });
  const stays = query.data?.items ?? [];
  return (
    query.data &&
    stays.length > 0 && (
      <Stays stays={stays} more={query.data.more} clock={query.data.clock} kept={query.data.kept} />
    )
  );
}
