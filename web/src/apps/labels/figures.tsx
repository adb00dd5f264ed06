import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta, RecordData, Ref } from "@/api/types";
import { Value } from "@/fields/value";
import type { Condition, Node } from "@/lib/criteria";
import { daysFromNow, fullDate, fullDateTime, relativeDay, shortDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { compactMoney, fullMoney } from "@/lib/money";
import { fieldOf, useObjects } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import type { PanelProps } from "@/records/extensions";
import type { Figure, FigureRow } from "./requests";

type OneProps = PanelProps & { figure: Figure; child: ObjectMeta };

/** The list of just the rows a figure is of. */
function rowsOf(object: ObjectMeta, record: RecordData, figure: Figure): Node {
  const ref = { id: record.id, title: titleOf(object, record, currentLanguage()) };
  const tie: Condition = { field: figure.tie ?? "", op: "in", value: [ref] };
  const where = figure.where as Node;
  return { and: [tie, ...("and" in where ? where.and : [where])] };
}

/** Leads to what a figure is of: a list of these rows, or the timeline narrowed to their kind. */
function Rows({ object, record, figure, child, children }: OneProps & { children: ReactNode }) {
  if (figure.tie === null)
    return (
      <Link to="." search={{ of: figure.line ?? figure.object }}>
        {children}
      </Link>
    );
  return (
    <Link to="/$plural" params={{ plural: child.plural }} search={{ filter: rowsOf(object, record, figure) }}>
      {children}
    </Link>
  );
}

/** How many, what they come to, and the day that matters of them. */
function Sum(props: OneProps) {
  const { t } = useTranslation("labels");
  const { figure } = props;
  const language = currentLanguage();
  const count = figure.count ?? 0;
  if (count === 0) return <dd className="figure__main faint">—</dd>;
  const money = figure.total !== null;
  const main = money ? compactMoney(figure.total ?? "", figure.currency, language) : String(count);
  const notes = [
    money && t("deals", { count }),
    figure.day && shortDate(figure.day, language),
    figure.left_out > 0 && t("leftOut", { count: figure.left_out }),
  ].filter(Boolean);
  return (
    <>
      <dd
        className="figure__main num"
        title={money ? fullMoney(figure.total ?? "", figure.currency, language) : undefined}
      >
        <Rows {...props}>{main}</Rows>
      </dd>
      {notes.length > 0 && <dd className="figure__note">{notes.join(" · ")}</dd>}
    </>
  );
}

const refOf = (row: FigureRow, child: ObjectMeta, figure: Figure): [string, Ref] | null => {
  const name = figure.fields.find((each) => fieldOf(child, each)?.kind === "reference");
  return name && row[name] ? [fieldOf(child, name)?.target ?? "", row[name] as Ref] : null;
};

/** The choices and people of a row, in one line. */
function About({ row, figure, child }: { row: FigureRow; figure: Figure; child: ObjectMeta }) {
  return figure.fields
    .map((name) => fieldOf(child, name))
    .map(
      (field) =>
        field &&
        field.kind !== "reference" &&
        row[field.name] !== null &&
        row[field.name] !== "unknown" && (
          <Value key={field.name} field={field} value={row[field.name]} compact />
        ),
    );
}

/** Records named one by one: who decides, with what he thinks of us. */
function Named({ figure, child }: OneProps) {
  const lookup = useObjects();
  return (
    <>
      {figure.rows.map((row) => {
        const [target, ref] = refOf(row, child, figure) ?? [child.key, row as Ref];
        const plural = lookup(target)?.plural;
        return (
          <dd key={row.id} className="figure__row">
            {plural && ref.title ? (
              <Link to="/$plural/$id" params={{ plural, id: ref.id }}>
                {ref.title}
              </Link>
            ) : (
              <span className="muted">{ref.title ?? "—"}</span>
            )}
            <About row={row} figure={figure} child={child} />
          </dd>
        );
      })}
      {figure.rows.length === 0 && !figure.gap && <dd className="figure__main faint">—</dd>}
      {figure.gap && <dd className="figure__gap">{figure.gap}</dd>}
    </>
  );
}

/** One record by when it is or was; what should have been by now is late. */
function Moment({ figure, child }: OneProps) {
  const [row] = figure.rows;
  const language = currentLanguage();
  if (!row || !figure.at) return <dd className="figure__main faint">—</dd>;
  const late = !figure.sort?.startsWith("-") && daysFromNow(figure.at) < 0;
  return (
    <>
      <dd className={`figure__main ${late ? "figure__gap" : ""}`} title={fullDateTime(figure.at, language)}>
        <Link
          to="/$plural/$id"
          params={{ plural: child.plural, id: row.id }}
          title={row.title ?? fullDate(figure.at, language)}
        >
          {relativeDay(figure.at, language)}
        </Link>
      </dd>
      <dd className="figure__note figure__row">
        <About row={row} figure={figure} child={child} />
      </dd>
    </>
  );
}

/** How many, and the first of them with whom they are and since when. */
function Counted(props: OneProps) {
  const { t } = useTranslation("labels");
  const { figure, child } = props;
  const language = currentLanguage();
  return (
    <>
      <dd className="figure__main num">
        <Rows {...props}>{figure.count}</Rows>
      </dd>
      {figure.rows.map((row) => (
        <dd key={row.id} className="figure__note figure__row">
          <Link to="/$plural/$id" params={{ plural: child.plural, id: row.id }} className="ellipsis">
            {row.title ?? "—"}
          </Link>
          <About row={row} figure={figure} child={child} />
          {figure.sort && <span>{t("since", { day: shortDate(String(row[figure.sort]), language) })}</span>}
        </dd>
      ))}
    </>
  );
}

function shownBy({ figure, child }: OneProps) {
  if (figure.count !== null) return figure.rows.length > 0 ? Counted : Sum;
  return figure.fields.some((name) => fieldOf(child, name)?.kind === "reference") ? Named : Moment;
}

/** What hangs on a record, each figure leading to exactly what it is of. */
export function Figures({ object, record, figures }: PanelProps & { figures: Figure[] }) {
  const lookup = useObjects();
  return (
    <div className="profile__figures">
      {figures
        .filter((figure) => !figure.quiet || (figure.count ?? 0) > 0)
        .map((figure) => {
          const child = lookup(figure.object);
          if (!child) return null;
          const props = { object, record, figure, child };
          const Shown = shownBy(props);
          return (
            <dl key={figure.key} className={`figure ${figure.bad ? "figure--bad" : ""}`}>
              <dt>{figure.label}</dt>
              <Shown {...props} />
            </dl>
          );
        })}
    </div>
  );
}
