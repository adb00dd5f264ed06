import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Navigation } from "lucide-react";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { clock } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useObject, useObjects } from "@/metadata/meta";
import { Ordered } from "@/ui/ordered";
import { toast } from "@/ui/toast";
import { KeptList } from "./kept-list";
import { mapLink, wayLink } from "./map-link";
import { orderVisits, type PlannedVisit, visitKeys, visitsToday } from "./requests";
import "./texts";
import { Visited } from "./visited";
import "./visits.css";

const pointOf = ({ place }: PlannedVisit) =>
  place?.latitude && place.longitude
    ? { latitude: Number(place.latitude), longitude: Number(place.longitude) }
    : null;

const nameOf = (visit: PlannedVisit): string => visit.about[0]?.title || String(visit.subject ?? "");

function Way({ visit }: { visit: PlannedVisit }) {
  const { t } = useTranslation();
  const point = pointOf(visit);
  if (!point) return null;
  const name = visit.about[0]?.title ?? "";
  return (
    <a
      className="plain plain--icon"
      href={mapLink(point, name)}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={t("visits:way", { name })}
      title={t("visits:way", { name })}
    >
      <Navigation size={15} aria-hidden="true" />
    </a>
  );
}

/** Where one goes now: the first stop one has not been at. */
function Next({ visits }: { visits: PlannedVisit[] }) {
  const { t } = useTranslation();
  const next = visits.find((visit) => !visit.checked_in && !visit.done);
  const point = next && pointOf(next);
  if (!next) return null;
  if (!point) return <p className="muted">{t("visits:nextPlain", { name: nameOf(next) })}</p>;
  return (
    <a className="stops__next" href={wayLink(point, nameOf(next))} target="_blank" rel="noopener noreferrer">
      <Navigation size={16} aria-hidden="true" />
      {t("visits:next", { name: nameOf(next) })}
    </a>
  );
}

function Stop({ visit, number }: { visit: PlannedVisit; number: number }) {
  const object = useObject("activity");
  const objectOf = useObjects();
  if (!object) return null;
  const [first] = visit.about;
  const home = objectOf(first?.object ?? "");
  return (
    <div className="stop">
      <span className="stop__number num" aria-hidden="true">
        {number}
      </span>
      <div className="stop__main">
        <p className="stop__head">
          <Link
            to="/$plural/$id"
            params={{ plural: object.plural, id: visit.id }}
            className="todo__title ellipsis"
          >
            {String(visit.subject ?? "")}
          </Link>
          {typeof visit.due === "string" && (
            <span className="muted num">{clock(visit.due, currentLanguage())}</span>
          )}
        </p>
        {first && home && (
          <Link className="muted ellipsis" to="/$plural/$id" params={{ plural: home.plural, id: first.id }}>
            {first.title}
          </Link>
        )}
        <Visited visit={visit} />
      </div>
      <Way visit={visit} />
    </div>
  );
}

/** One's visits of the day in their order, moved by hand; each with the way there and checking in. */
export function VisitsToday() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: visitKeys.today,
    queryFn: ({ signal }) => visitsToday(signal),
  });
  const order = useMutation({
    meta: { quiet: true },
    mutationFn: (visits: PlannedVisit[]) => orderVisits(visits.map((visit) => visit.id)),
    onError: (error) => toast(error.message, { tone: "error" }),
    onSettled: () => refresh(client, "activities"),
  });
  const items = query.data?.items;
  return (
    <>
      <KeptList />
      {items && items.length > 0 && (
        <section className="today__section" aria-labelledby="visits-today">
          <h3 id="visits-today">
            {t("visits:today")} <span className="muted num">{items.length}</span>
          </h3>
          <Next visits={items} />
          <Ordered
            items={items}
            moving={(visit) => t("visits:order", { name: nameOf(visit) })}
            moved={(visit, at) => t("visits:ordered", { name: nameOf(visit), at })}
            onMove={(_, __, visits) => order.mutate(visits)}
          >
            {(visit) => <Stop visit={visit} number={items.indexOf(visit) + 1} />}
          </Ordered>
        </section>
      )}
    </>
  );
}
