import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CalendarClock, MailX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { clock, shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useModule } from "@/metadata/meta";
import type { PanelProps } from "@/records/extensions";
import { ask } from "@/ui/ask";
import { PlainButton } from "@/ui/plain-button";
import { Tag } from "@/ui/tag";
import { useWatch } from "../watch";
import { followKeys, type Place, readOfRecord, refreshFollowed, stateColours, stepIn } from "./requests";
import "./follow.css";

/** Days what ended by itself is still told of. */
const told = 14;
const day = 86_400_000;
/** What ended before its last mail. */
const stopped = new Set(["replied", "bounced", "unsubscribed", "contacted", "closed", "ended"]);

const isShown = (place: Place): boolean =>
  place.state === "running" ||
  place.state === "paused" ||
  (place.state !== "ended" &&
    place.ended_at !== null &&
    Date.now() - new Date(place.ended_at).getTime() < told * day);

/** On top of a record: the follow-up mails it is in, and addresses nothing is sent to. */
export function FollowBar({ object, record }: PanelProps) {
  const { t } = useTranslation("follow");
  const used = useModule("mail");
  useWatch(used);
  const query = useQuery({
    enabled: used,
    queryKey: [...followKeys.ofRecord(object.plural, record.id), record.version],
    queryFn: ({ signal }) => readOfRecord(object.key, record.id, signal),
    placeholderData: (before) => before,
  });
  const open = (query.data?.items ?? []).filter(isShown).slice(0, 3);
  const blocked = query.data?.blocked ?? [];
  if (open.length === 0 && blocked.length === 0) return null;
  return (
    <section className="follow" aria-label={t("followTitle")}>
      {open.map((place) => (
        <Line key={place.id} place={place} />
      ))}
      {blocked.map((each) => (
        <p key={each.address} className="follow__line follow__line--one muted">
          <MailX size={15} aria-hidden="true" />
          <span>{t("blocked", { address: each.address, why: each.label })}</span>
        </p>
      ))}
    </section>
  );
}

/** How far one is, and what can be done about it. */
function Line({ place }: { place: Place }) {
  const { t } = useTranslation("follow");
  return (
    <div className="follow__line">
      <CalendarClock size={15} aria-hidden="true" />
      <strong className="ellipsis">{place.sequence?.title}</strong>
      <Tag text={t(`state.${place.state}`)} colour={stateColours[place.state]} />
      <Progress place={place} />
      <span className="grow" />
      <Steps place={place} />
      <Why place={place} />
    </div>
  );
}

export function Progress({ place }: { place: Place }) {
  const { t } = useTranslation("follow");
  const language = currentLanguage();
  const { next_at: next, state } = place;
  const parts = [t("progress", { taken: place.taken, all: place.taken + place.to_come })];
  if (state === "running" && next)
    parts.push(
      new Date(next).getTime() <= Date.now()
        ? t("due")
        : t("next", { at: t("at", { day: shortDate(next, language), time: clock(next, language) }) }),
    );
  if (stopped.has(state) && place.to_come > 0) parts.push(t("left", { count: place.to_come }));
  return <span className="muted num">{parts.join(" · ")}</span>;
}

export function Why({ place }: { place: Place }) {
  const language = currentLanguage();
  const why = place.reason?.[language] || place.reason?.en || place.reason?.zh;
  return why ? <p className="follow__why">{why}</p> : null;
}

/** Pause, go on, end. */
export function Steps({ place }: { place: Place }) {
  const { t } = useTranslation("follow");
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: (step: "pause" | "resume" | "end") => stepIn(place.id, step),
    onSettled: () => refreshFollowed(client),
  });
  const open = place.state === "running" || place.state === "paused";
  if (!place.can.change || !open) return null;
  const end = async () => {
    if (await ask({ title: t("endAsk"), text: t("endHint"), yes: t("end"), danger: true })) act.mutate("end");
  };
  return (
    <span className="row">
      <PlainButton
        label={place.state === "running" ? t("pause") : t("resume")}
        disabled={act.isPending}
        onClick={() => act.mutate(place.state === "running" ? "pause" : "resume")}
      />
      <PlainButton label={t("end")} disabled={act.isPending} onClick={() => void end()} />
    </span>
  );
}
