import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { listRecords } from "@/api/records";
import { daysFromNow, shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useObjects } from "@/metadata/meta";
import { Broken } from "@/ui/broken";
import { Empty } from "@/ui/empty";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import { collisionKeys, readCases } from "./requests";
import { CaseRow } from "./rows";
import { ready } from "./texts";

await ready;

const soon = 7;

/** What one has registered oneself, what ends first on top. */
function Mine() {
  const { t } = useTranslation("collisions");
  const object = useObjects()("registration");
  const params = {
    scope: "me",
    filter: { field: "state", op: "eq", value: "active" },
    sort: "until",
    limit: 50,
  };
  const query = useQuery({
    queryKey: keys.related("registrations", params),
    queryFn: ({ signal }) => listRecords("registrations", params, signal),
    enabled: object !== undefined,
  });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <div>
      <h2 className="collisions__head">{t("mine")}</h2>
      <ul className="collision-rows">
        {items.map((record) => {
          const until = String(record.until);
          const days = daysFromNow(until);
          return (
            <li key={record.id} className="collision-row">
              <div className="collision-row__main">
                <Link
                  className="collision-row__title ellipsis"
                  to="/$plural/$id"
                  params={{ plural: "registrations", id: record.id }}
                >
                  {String(record.name)}
                </Link>
                <span className="muted">
                  {t("protectedUntil", { day: shortDate(until, currentLanguage()) })}
                </span>
              </div>
              <Tag text={t("daysLeft", { count: days })} colour={days < soon ? "orange" : "green"} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Who wants the same customer, and what one has registered oneself. */
export function CasesPage() {
  const { t } = useTranslation("collisions");
  const query = useQuery({ queryKey: collisionKeys.list, queryFn: ({ signal }) => readCases(signal) });
  const items = query.data?.items ?? [];
  return (
    <main className="card">
      <header className="head">
        <h1>{t("collisions")}</h1>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus */}
      <section className="collisions" tabIndex={0} aria-label={t("collisions")}>
        <div className="collisions__inner">
          {query.isPending && <Waiting />}
          <Broken query={query} />
          {query.data && items.length === 0 && <Empty icon="swords" title={t("none")} hint={t("noneHint")} />}
          {items.length > 0 && (
            <ul className="collision-rows">
              {items.map((brief) => (
                <CaseRow key={brief.id} brief={brief} />
              ))}
            </ul>
          )}
          <Mine />
        </div>
      </section>
    </main>
  );
}
