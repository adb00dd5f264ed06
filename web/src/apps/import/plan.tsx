import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { apiUrl } from "@/api/client";
import { useObjects } from "@/metadata/meta";
import { readRows } from "./requests";
import { type Counts, type Import, type Row, type Verdict, verdicts } from "./types";

type Looked = { object?: string; verdict: Verdict | "problems" } | null;

/** What is made, changed and left, by object; each figure opens its rows. */
export function Plan({ found, title }: { found: Import; title: string }) {
  const { t } = useTranslation("import");
  const [looked, setLooked] = useState<Looked>(null);
  const problems = found.result?.problems ?? 0;
  const shown = found.counts.filter((item) => verdicts.some((verdict) => item[verdict] > 0));
  return (
    <section>
      <h2 className="import__title">{title}</h2>
      {shown.length === 0 ? (
        <p className="muted">{t("plan.nothing")}</p>
      ) : (
        <ul className="import__plan" data-testid="import-plan">
          {shown.map((item) => (
            <CountsLine key={item.object} item={item} looked={looked} onLook={setLooked} />
          ))}
        </ul>
      )}
      {problems > 0 && (
        <div className="row import__more">
          <Button size="small" onClick={() => setLooked(looked ? null : { verdict: "problems" })}>
            {t("verdict.problems")} <b className="num">{problems.toLocaleString()}</b>
          </Button>
          <Button
            size="small"
            icon={<Download size={13} />}
            href={apiUrl(`/imports/${found.id}/rejects.csv`)}
            download
          >
            {t("lines.download")}
          </Button>
        </div>
      )}
      {looked && (
        <Rows key={`${looked.object}${looked.verdict}${found.state}`} id={found.id} looked={looked} />
      )}
    </section>
  );
}

type LineProps = { item: Counts; looked: Looked; onLook: (looked: Looked) => void };

function CountsLine({ item, looked, onLook }: LineProps) {
  const { t } = useTranslation("import");
  return (
    <li>
      <strong className="grow">{item.label}</strong>
      {verdicts.map(
        (verdict) =>
          item[verdict] > 0 && (
            <button
              key={verdict}
              type="button"
              className={`import__count import__count--${verdict}`}
              aria-pressed={looked?.object === item.object && looked.verdict === verdict}
              onClick={() => onLook({ object: item.object, verdict })}
            >
              {t(`verdict.${verdict}`)} <b className="num">{item[verdict].toLocaleString()}</b>
            </button>
          ),
      )}
      {item.estimated > 0 && (
        <span className="muted num">
          {t("verdict.estimated")} {item.estimated.toLocaleString()}
        </span>
      )}
    </li>
  );
}

/** The record a row is about; one that is there already, a click away. */
function RowTitle({ row }: { row: Row }) {
  const { t } = useTranslation("import");
  const object = useObjects()(row.object);
  if (!object || !row.record || row.verdict === "create" || row.verdict === "rejected")
    return <>{row.title}</>;
  return (
    <Link to="/$plural/$id" params={{ plural: object.plural, id: row.record }}>
      {row.title || t("lines.open", { object: object.label })}
    </Link>
  );
}

function Rows({ id, looked }: { id: string; looked: NonNullable<Looked> }) {
  const { t } = useTranslation("import");
  const pages = useInfiniteQuery({
    queryKey: ["import", id, "rows", looked],
    queryFn: ({ pageParam }) => readRows(id, { ...looked, cursor: pageParam || undefined }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (pages.isSuccess && rows.length === 0) return <p className="muted">{t("lines.none")}</p>;
  return (
    <>
      <ul className="import__lines">
        {rows.map((row) => (
          <li key={row.id}>
            {row.row !== null && <span className="muted num">{t("lines.row", { row: row.row })} </span>}
            <RowTitle row={row} />
            {row.problems.map((problem) => (
              <span key={`${problem.field}${problem.code}${problem.value}`} className="import__problem">
                {problem.label && `${problem.label}${t("lines.colon")}`}
                {problem.message}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button size="small" loading={pages.isFetching} onClick={() => void pages.fetchNextPage()}>
          {t("lines.more")}
        </Button>
      )}
    </>
  );
}
