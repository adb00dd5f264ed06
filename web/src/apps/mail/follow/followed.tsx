import { CalendarClock } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { RecordData, Ref, TimelineItem } from "@/api/types";
import { clock, fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Tag } from "@/ui/tag";
import { type State, stateColours } from "./requests";

/** On a record's timeline: that follow-up mails began, and how they ended. */
export function Followed({ item }: { item: TimelineItem }) {
  const { t } = useTranslation("follow");
  const language = currentLanguage();
  const place = (item as unknown as { mail_enrolment?: RecordData }).mail_enrolment;
  if (!place) return null;
  const state = String(place.state) as State;
  return (
    <>
      <span className="line__mark soft-blue">
        <CalendarClock size={13} aria-hidden="true" />
      </span>
      <div className="line__body">
        <p className="happening__head">
          <strong>{item.actor?.title}</strong>
          <span className="muted">{t("followTitle")}</span>
          <span>{(place.sequence as Ref | null)?.title}</span>
          <Tag text={t(`state.${state}`)} colour={stateColours[state]} />
          <time className="muted num" dateTime={item.at} title={fullDateTime(item.at, language)}>
            {clock(item.at, language)}
          </time>
        </p>
      </div>
    </>
  );
}
