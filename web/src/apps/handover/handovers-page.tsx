import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { relativeDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Avatar } from "@/ui/avatar";
import { Broken } from "@/ui/broken";
import { Empty } from "@/ui/empty";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import { handoverKeys, readHandovers, readReceived } from "./requests";
import { ready } from "./texts";
import type { Brief, Received } from "./types";
import { useWhose } from "./use-whose";
import "./handover.css";

await ready;

export const stateColours = { open: "orange", done: "green", closed: "gray" } as const;

/** One handover in a line: whose, why, since when. */
export function HandoverRow({ brief }: { brief: Brief }) {
  const { t } = useTranslation("handover");
  const whose = useWhose();
  const said = [
    brief.left ? t("left") : brief.person && t("stays"),
    brief.reason,
    brief.owner ? t("by", { who: brief.owner.title }) : t("byAdministrators"),
    relativeDay(brief.created_at, currentLanguage()),
  ];
  return (
    <li className="handover-row">
      <Avatar title={whose(brief.person)} person size="large" />
      <div className="handover-row__main">
        <Link className="handover-row__title ellipsis" to="/handovers/$id" params={{ id: brief.id }}>
          {t("of", { name: whose(brief.person) })}
        </Link>
        <span className="muted ellipsis">{said.filter(Boolean).join(" · ")}</span>
      </div>
      <Tag text={t(`state.${brief.state}`)} colour={stateColours[brief.state]} />
    </li>
  );
}

/** What one was given: the way to its briefing. */
export function BriefingRow({ received }: { received: Received }) {
  const { t } = useTranslation("handover");
  const whose = useWhose();
  return (
    <li className="handover-row">
      <Avatar title={whose(received.person)} person size="large" />
      <div className="handover-row__main">
        <Link className="handover-row__title ellipsis" to="/briefings/$id" params={{ id: received.id }}>
          {t("briefingFrom", { name: whose(received.person) })}
        </Link>
        <span className="muted ellipsis">
          {received.records > 0 ? t("gotRecords", { count: received.records }) : t("places")} ·{" "}
          {relativeDay(received.at, currentLanguage())}
        </span>
      </div>
    </li>
  );
}

function Briefings() {
  const { t } = useTranslation("handover");
  const query = useQuery({
    queryKey: [...handoverKeys.received, "all"],
    queryFn: ({ signal }) => readReceived(signal, true),
  });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-label={t("gotten")}>
      <h2 className="handover__head">{t("gotten")}</h2>
      <ul className="handover-rows">
        {items.map((each) => (
          <BriefingRow key={each.id} received={each} />
        ))}
      </ul>
    </section>
  );
}

/** What waits to be distributed, and what was; what one received oneself. */
export function HandoversPage() {
  const { t } = useTranslation("handover");
  const query = useQuery({ queryKey: handoverKeys.all, queryFn: ({ signal }) => readHandovers(signal) });
  const items = query.data?.items ?? [];
  return (
    <main className="card">
      <header className="head">
        <h1>{t("handovers")}</h1>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus */}
      <section className="handover" tabIndex={0} aria-label={t("handovers")}>
        <div className="handover__inner">
          {query.isPending && <Waiting />}
          <Broken query={query} />
          {query.data && items.length === 0 && (
            <Empty icon="arrow-left-right" title={t("none")} hint={t("noneHint")} />
          )}
          <ul className="handover-rows">
            {items.map((brief) => (
              <HandoverRow key={brief.id} brief={brief} />
            ))}
          </ul>
          <Briefings />
        </div>
      </section>
    </main>
  );
}
