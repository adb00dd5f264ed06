import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { relativeDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Broken } from "@/ui/broken";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import { Decide } from "./decide";
import { type Case, collisionKeys, readCase } from "./requests";
import { stateColours } from "./rows";
import { SideCard } from "./side";
import { ready } from "./texts";

await ready;

function Decided({ found }: { found: Case }) {
  const { t } = useTranslation("collisions");
  if (!found.decision) return null;
  const split = found.decision === "shared" && found.share ? ` (${Number(found.share)} %)` : "";
  return (
    <section className="collision-decision" aria-label={t("decided")}>
      <h2>
        {t(`decision.${found.decision}`)}
        {split}
      </h2>
      <p>{found.reason}</p>
      {found.decided_by && found.decided_at && (
        <p className="muted">
          {t("decidedBy", {
            who: found.decided_by.title,
            when: relativeDay(found.decided_at, currentLanguage()),
          })}
        </p>
      )}
    </section>
  );
}

/** Both sides of a collision side by side, and the decision. */
export function CasePage() {
  const { t } = useTranslation("collisions");
  const { id = "" } = useParams({ strict: false });
  const query = useQuery({
    queryKey: collisionKeys.one(id),
    queryFn: ({ signal }) => readCase(id, signal),
    retry: false,
  });
  const found = query.data;
  return (
    <main className="card">
      <header className="head">
        <Link className="muted hide-phone" to="/collision-cases">
          {t("collisions")}
        </Link>
        <span className="muted hide-phone" aria-hidden="true">
          /
        </span>
        <h1 className="ellipsis">{found ? found.customer || t("customer") : t("collisions")}</h1>
        {found && <Tag text={t(`state.${found.state}`)} colour={stateColours[found.state]} />}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus */}
      <section className="collisions" tabIndex={0} aria-label={t("collisions")}>
        <div className="collisions__inner">
          {query.isPending && <Waiting />}
          <Broken query={query} />
          {found && (
            <>
              <p className="muted">
                {[
                  found.number,
                  t("case", { holder: found.holder.title, claimant: found.claimant.title }),
                  found.decider ? t("decidesFor", { who: found.decider.title }) : t("byAdministrators"),
                  found.label,
                ].join(" · ")}
              </p>
              <div className="collision-sides">
                {found.sides.map((side) => (
                  <SideCard key={`${side.side} ${side.says}`} found={found} side={side} />
                ))}
              </div>
              {found.may ? <Decide found={found} /> : <Decided found={found} />}
            </>
          )}
        </div>
      </section>
    </main>
  );
}
