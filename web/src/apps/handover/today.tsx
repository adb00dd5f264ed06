import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeftRight, ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { BriefingRow, HandoverRow } from "./handovers-page";
import { handoverKeys, readHandovers, readReceived } from "./requests";

const often = 60_000;

/** On the page a day begins with: what waits to be distributed, and briefings of what one received. */
export function HandoversToday() {
  const { t } = useTranslation("handover");
  const waiting = useQuery({
    queryKey: handoverKeys.all,
    queryFn: ({ signal }) => readHandovers(signal),
    refetchInterval: often,
  });
  const received = useQuery({
    queryKey: handoverKeys.received,
    queryFn: ({ signal }) => readReceived(signal),
    refetchInterval: often,
  });
  const open = (waiting.data?.items ?? []).filter((brief) => brief.state === "open");
  const briefings = received.data?.items ?? [];
  if (open.length + briefings.length === 0) return null;
  return (
    <section className="today__section" aria-label={t("handovers")}>
      <h3>
        <Link className="today__label" to="/handovers">
          <ArrowLeftRight size={15} aria-hidden="true" />
          {t("handovers")}
          <span className="muted num">{open.length + briefings.length}</span>
          <ChevronRight size={14} aria-hidden="true" />
        </Link>
      </h3>
      <ul className="handover-rows">
        {open.map((brief) => (
          <HandoverRow key={brief.id} brief={brief} />
        ))}
        {briefings.map((each) => (
          <BriefingRow key={each.id} received={each} />
        ))}
      </ul>
    </section>
  );
}
