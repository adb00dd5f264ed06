import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { readReadingUse, type ReadingUse as Use } from "@/api/limits";
import { currentLanguage } from "@/lib/i18n";
import { Avatar } from "@/ui/avatar";
import { Empty } from "@/ui/empty";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import "../settings.css";
import "./limits.css";

const said = (count: number): string => count.toLocaleString(currentLanguage());

function Line({ item, ways }: { item: Use["items"][number]; ways: Use["ways"] }) {
  const { t } = useTranslation();
  const name = item.person.title ?? "—";
  const rows = said(item.rows);
  return (
    <li>
      <Avatar title={name} person />
      <div className="grow">
        <p className="row">
          <strong>{name}</strong>
          <span className="muted">{ways.find((way) => way.value === item.way)?.label}</span>
          {item.refused > 0 && <Tag text={t("limits:refused", { count: item.refused })} colour="red" />}
        </p>
        {item.limit !== null && (
          <meter
            className="limits__meter"
            aria-label={name}
            min={0}
            max={item.limit}
            high={item.limit * 0.8}
            value={Math.min(item.rows, item.limit)}
          />
        )}
      </div>
      <span className="num muted">
        {t("limits:of", { rows, limit: item.limit === null ? t("limits:none") : said(item.limit) })}
      </span>
    </li>
  );
}

/** Today's readers beside what they may read; the limits themselves are records. */
export function ReadingUse() {
  const { t } = useTranslation();
  const use = useQuery({ queryKey: ["reading-use"], queryFn: ({ signal }) => readReadingUse(signal) });
  return (
    <main className="card">
      <header className="head">
        <h1>{t("limits:title")}</h1>
        <Link className="settings__docs" to="/settings/$section" params={{ section: "reading-limits" }}>
          {t("limits:change")}
        </Link>
      </header>
      <div className="settings__body">
        <p className="muted">{t("limits:hint")}</p>
        {use.isPending && <Waiting />}
        {use.data && (
          <ul className="limits__shipped muted">
            {use.data.ways.map(({ value, label }) => (
              <li key={value}>
                <strong>{label}</strong>{" "}
                {t("limits:shipped", {
                  rows: said(use.data.shipped[value].rows),
                  requests: said(use.data.shipped[value].requests),
                })}
              </li>
            ))}
            <li>{t("limits:windows", { count: use.data.windows })}</li>
          </ul>
        )}
        {use.data?.items.length === 0 && (
          <Empty icon="gauge" title={t("limits:empty")} hint={t("limits:emptyHint")} />
        )}
        <ul className="rows">
          {use.data?.items.map((item) => (
            <Line key={`${item.person.id} ${item.way}`} item={item} ways={use.data.ways} />
          ))}
        </ul>
      </div>
    </main>
  );
}
