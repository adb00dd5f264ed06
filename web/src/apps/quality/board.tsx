import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useObjects } from "@/metadata/meta";
import { Empty } from "@/ui/empty";
import { Note } from "@/ui/note";
import { Segments } from "@/ui/segments";
import { usePhone } from "@/ui/use-media";
import { Waiting } from "@/ui/waiting";
import { Line } from "./line";
import {
  type BoardBy,
  type BoardFigure,
  type BoardLine,
  qualityKeys,
  readBoard,
  type Board as Told,
} from "./requests";
import "./board.css";

type Sort = { key: string; desc: boolean };
type CellProps = { plural: string; line: BoardLine; figure?: BoardFigure };

const percent = (part: number, whole: number) => (whole > 0 ? Math.round((part / whole) * 100) : 0);
const filterOf = (line: BoardLine, figure?: BoardFigure) => ({
  filter: { and: [...line.filter, ...(figure?.filter ?? [])] },
});
const figureOf = (line: BoardLine, key: string): number | string =>
  key === "name"
    ? (line.title ?? "")
    : key === "records"
      ? line.records
      : key === "completeness"
        ? (line.completeness ?? -1)
        : (line.counts[key] ?? 0);

function sorted(lines: BoardLine[], { key, desc }: Sort): BoardLine[] {
  const order = (a: BoardLine, b: BoardLine) => {
    const [x, y] = [figureOf(a, key), figureOf(b, key)];
    return typeof x === "string" ? x.localeCompare(String(y)) : x - Number(y);
  };
  return [...lines].sort((a, b) => (desc ? -order(a, b) : order(a, b)));
}

/** All together, unless that is one line. */
const among = (told: Told, whole: BoardLine) => (told.rows.length === 1 ? [] : [whole]);

/** A number that opens exactly the records it counts, and its share of all. */
function Count({ plural, line, figure }: CellProps) {
  const count = figure ? (line.counts[figure.key] ?? 0) : line.records;
  return (
    <span className="num board-count">
      {count > 0 ? (
        <Link to="/$plural" params={{ plural }} search={filterOf(line, figure)}>
          {count.toLocaleString()}
        </Link>
      ) : (
        <span className="muted">0</span>
      )}
      {figure && <small className="muted">{count > 0 && `${percent(count, line.records)}%`}</small>}
    </span>
  );
}

function Complete({ plural, line }: CellProps) {
  if (line.completeness === null) return <span className="muted">–</span>;
  return (
    <span className="board-complete">
      <Link
        className={`num board-complete__number board-complete__number--${line.level}`}
        to="/$plural"
        params={{ plural }}
        search={{ ...filterOf(line), sort: "completeness" }}
      >
        {line.completeness}%
      </Link>
      <Line values={[...line.trend, line.completeness]} />
    </span>
  );
}

function useName(by: BoardBy) {
  const { t } = useTranslation("quality");
  return (line: BoardLine, whole: BoardLine) =>
    line === whole ? t("boardAll") : (line.title ?? (line.id ? t("hiddenName") : t(`boardNone.${by}`)));
}

type ViewProps = { told: Told; whole: BoardLine; plural: string; by: BoardBy };

function Table({ told, whole, plural, by }: ViewProps) {
  const { t } = useTranslation("quality");
  const [sort, setSort] = useState<Sort>({ key: "records", desc: true });
  const name = useName(by);
  const columns = [
    { key: "name", label: t(`boardBy.${by}`), hint: "" },
    { key: "records", label: t("boardRecords"), hint: "" },
    { key: "completeness", label: t("boardComplete"), hint: t("boardCompleteHint") },
    ...told.figures,
  ];
  const turn = (key: string) =>
    setSort((was) => ({ key, desc: was.key === key ? !was.desc : key !== "name" }));
  return (
    <div className="board-scroll">
      <table className="board-table">
        <thead>
          <tr>
            {columns.map(({ key, label, hint }) => (
              <th
                key={key}
                scope="col"
                aria-sort={sort.key === key ? (sort.desc ? "descending" : "ascending") : undefined}
              >
                <button type="button" title={hint || undefined} onClick={() => turn(key)}>
                  {label}
                  {sort.key === key && (sort.desc ? <ArrowDown size={12} /> : <ArrowUp size={12} />)}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...among(told, whole), ...sorted(told.rows, sort)].map((line) => (
            <tr
              key={line === whole ? "all" : (line.id ?? "none")}
              className={line === whole ? "board-all" : undefined}
            >
              <th scope="row">{name(line, whole)}</th>
              <td>
                <Count plural={plural} line={line} />
              </td>
              <td>
                <Complete plural={plural} line={line} />
              </td>
              {told.figures.map((figure) => (
                <td key={figure.key}>
                  <Count plural={plural} line={line} figure={figure} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The same on a phone: a card each, with what is not as it should be. */
function Cards({ told, whole, plural, by }: ViewProps) {
  const { t } = useTranslation("quality");
  const name = useName(by);
  return [...among(told, whole), ...told.rows].map((line) => (
    <article
      key={line === whole ? "all" : (line.id ?? "none")}
      className="board-card"
      aria-label={name(line, whole)}
    >
      <header className="board-card__head">
        <strong className="grow">{name(line, whole)}</strong>
        <Complete plural={plural} line={line} />
      </header>
      <dl>
        <dt>{t("boardRecords")}</dt>
        <dd>
          <Count plural={plural} line={line} />
        </dd>
        {told.figures
          .filter(({ key }) => (line.counts[key] ?? 0) > 0)
          .map((figure) => (
            <div key={figure.key}>
              <dt>{figure.label}</dt>
              <dd>
                <Count plural={plural} line={line} figure={figure} />
              </dd>
            </div>
          ))}
      </dl>
    </article>
  ));
}

/** How well records are kept, by owner or department; each number opens what it counts. */
export function Board() {
  const { t } = useTranslation("quality");
  const phone = usePhone();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { object?: string; by?: string };
  const by: BoardBy = search.by === "department" ? "department" : "owner";
  const query = useQuery({
    queryKey: qualityKeys.board(search.object ?? "", by),
    queryFn: ({ signal }) => readBoard(search.object ?? "", by, signal),
  });
  const told = query.data;
  const object = useObjects()(told?.object ?? "");
  const go = (part: { object?: string; by?: BoardBy }) =>
    void navigate({ to: ".", search: (old) => ({ ...old, ...part }), replace: true });
  if (query.isPending) return <Waiting />;
  if (!told || !object) return <Note danger>{query.error?.message ?? ""}</Note>;
  const View = phone ? Cards : Table;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus
    <section className="duplicates" tabIndex={0} aria-label={t("tab.board")}>
      <div className="duplicates__bar">
        <Segments
          label={t("object")}
          value={told.object}
          options={told.objects.map((each) => ({ value: each.key, label: each.label }))}
          onChange={(key) => go({ object: key })}
        />
        <Segments
          label={t("boardBy.label")}
          value={by}
          options={(["owner", "department"] as const).map((value) => ({
            value,
            label: t(`boardBy.${value}`),
          }))}
          onChange={(value) => go({ by: value })}
        />
      </div>
      {told.too_many && <Note danger>{t("boardTooMany")}</Note>}
      {told.total && told.total.records === 0 && (
        <Empty icon="gauge" title={t("boardEmpty")} hint={t("boardEmptyHint")} />
      )}
      {told.total && told.total.records > 0 && (
        <View told={told} whole={told.total} plural={object.plural} by={by} />
      )}
    </section>
  );
}
