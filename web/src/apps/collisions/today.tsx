import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight, Swords } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useObjects } from "@/metadata/meta";
import { collisionKeys, readCases } from "./requests";
import { CaseRow } from "./rows";

const often = 60_000;

/** On the page a day begins with: collisions one decides or is a side of. */
export function CollisionsToday() {
  const { t } = useTranslation("collisions");
  const there = useObjects()("registration") !== undefined;
  const query = useQuery({
    queryKey: collisionKeys.list,
    queryFn: ({ signal }) => readCases(signal),
    refetchInterval: often,
    enabled: there,
    retry: false,
    meta: { quiet: true },
  });
  const open = (query.data?.items ?? []).filter((brief) => brief.state === "open");
  if (open.length === 0) return null;
  return (
    <section className="today__section" aria-label={t("collisions")}>
      <h3>
        <Link className="today__label" to="/collision-cases">
          <Swords size={15} aria-hidden="true" />
          {t("collisions")}
          <span className="muted num">{open.length}</span>
          <ChevronRight size={14} aria-hidden="true" />
        </Link>
      </h3>
      <ul className="collision-rows">
        {open.map((brief) => (
          <CaseRow key={brief.id} brief={brief} />
        ))}
      </ul>
    </section>
  );
}
