import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { MapPin } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordData, Ref } from "@/api/types";
import { isEmpty, Value } from "@/fields/value";
import { clock, fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf, useObject } from "@/metadata/meta";
import { useSignedIn } from "@/metadata/session";
import { CheckDialog } from "./check-dialog";
import { mapLink } from "./map-link";
import { aboutVisit, visitKeys } from "./requests";
import "./texts";
import "./visits.css";

const at = (value: unknown): string => clock(String(value), currentLanguage());

/** Where it was, on a map, for whom that is open. */
function Where({ visit }: { visit: RecordData }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const about = useQuery({
    queryKey: visitKeys.about(visit.id),
    queryFn: ({ signal }) => aboutVisit(visit.id, signal),
    enabled: asked,
  });
  if (!asked)
    return (
      <Button size="small" onClick={() => setAsked(true)}>
        {t("visits:where")}
      </Button>
    );
  if (!about.data) return null;
  if (about.data.items.length === 0) return <span className="muted">{t("visits:nowhere")}</span>;
  return about.data.items.map((each) => (
    <a
      key={each.way}
      href={mapLink(
        { latitude: Number(each.latitude), longitude: Number(each.longitude) },
        String(visit.subject),
      )}
      target="_blank"
      rel="noopener noreferrer"
    >
      {each.way === "in" ? t("visits:mapIn") : t("visits:mapOut")}
      {each.accuracy !== null && ` (±${each.accuracy} m)`}
    </a>
  ));
}

/** How a visit went, and what one does next: check in, then out. */
export function Visited({ visit }: { visit: RecordData }) {
  const { t } = useTranslation();
  const object = useObject("activity");
  const { user } = useSignedIn();
  const [checking, setChecking] = useState<"in" | "out" | null>(null);
  if (!object) return null;
  const mine = (visit.owner as Ref | null)?.id === user.id;
  const [marks, photo] = [fieldOf(object, "marks"), fieldOf(object, "photo")];
  const next = visit.checked_out || visit.done ? null : visit.checked_in ? "out" : "in";
  const may = next && object.actions.some((each) => each.name === `check_${next}`);
  return (
    <div className="visited">
      {Boolean(visit.checked_in) && (
        <p className="visited__facts">
          <MapPin size={13} aria-hidden="true" />
          {visit.checked_out
            ? t("visits:fromTo", {
                from: at(visit.checked_in),
                to: at(visit.checked_out),
                minutes: visit.duration ?? 0,
              })
            : t("visits:since", { from: at(visit.checked_in) })}
          {typeof visit.distance === "number" && <span>{t("visits:away", { n: visit.distance })}</span>}
          {marks && !isEmpty(visit.marks) && <Value field={marks} value={visit.marks} compact />}
          <Where visit={visit} />
        </p>
      )}
      {Boolean(visit.sent_at) && (
        <p className="muted">
          {t("visits:sentLater", {
            at: fullDateTime(String(visit.checked_out ?? visit.checked_in), currentLanguage()),
            sent: fullDateTime(String(visit.sent_at), currentLanguage()),
          })}
        </p>
      )}
      {!isEmpty(visit.far_reason) && (
        <p className="muted">{t("visits:because", { reason: String(visit.far_reason) })}</p>
      )}
      {photo && !isEmpty(visit.photo) && <Value field={photo} value={visit.photo} />}
      {mine && may && (
        <Button
          type="primary"
          icon={<MapPin size={14} aria-hidden="true" />}
          onClick={() => setChecking(next)}
        >
          {next === "in" ? t("visits:checkIn") : t("visits:checkOut")}
        </Button>
      )}
      {checking && <CheckDialog visit={visit} way={checking} onClose={() => setChecking(null)} />}
    </div>
  );
}
