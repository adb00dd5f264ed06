import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Navigation } from "lucide-react";
import { useTranslation } from "react-i18next";
import { clock } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useObject, useObjects } from "@/metadata/meta";
import { mapLink } from "./map-link";
import { type PlannedVisit, visitKeys, visitsToday } from "./requests";
import "./texts";
import { Visited } from "./visited";
import "./visits.css";

function Way({ visit }: { visit: PlannedVisit }) {
  const { t } = useTranslation();
  const { latitude, longitude } = visit.place ?? {};
  if (!latitude || !longitude) return null;
  const name = visit.about[0]?.title ?? "";
  return (
    <a
      className="plain plain--icon"
      href={mapLink({ latitude: Number(latitude), longitude: Number(longitude) }, name)}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={t("visits:way", { name })}
      title={t("visits:way", { name })}
    >
      <Navigation size={15} aria-hidden="true" />
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
    <li className="stop">
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
    </li>
  );
}

/** One's visits of the day in their order, each with the way there and checking in. */
export function VisitsToday() {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: visitKeys.today,
    queryFn: ({ signal }) => visitsToday(signal),
  });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="today__section" aria-labelledby="visits-today">
      <h3 id="visits-today">
        {t("visits:today")} <span className="muted num">{items.length}</span>
      </h3>
      <ol className="stops">
        {items.map((visit, at) => (
          <Stop key={visit.id} visit={visit} number={at + 1} />
        ))}
      </ol>
    </section>
  );
}
