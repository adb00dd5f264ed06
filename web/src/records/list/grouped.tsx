import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Group, ObjectMeta, RecordData, Totals } from "@/api/types";
import { Links } from "@/fields/links";
import { allOf, type Node } from "@/lib/criteria";
import type { ListState } from "@/lib/list-state";
import { fieldOf } from "@/metadata/meta";
import { Empty } from "@/ui/empty";
import { PlainButton } from "@/ui/plain-button";
import { Waiting } from "@/ui/waiting";
import { GridFoot, Sum } from "./grid-foot";
import { GridHead } from "./grid-head";
import { GridRow } from "./grid-row";
import { countText } from "./list-head";
import { PhoneRow } from "./phone-list";
import type { Column, Columns } from "./use-columns";
import { useRowActions } from "./use-row-actions";
import { useRows, useTotals } from "./use-rows";
import type { Selection } from "./use-selection";
import "./grid.css";
import "./grouped.css";

const added = new Set(["money", "decimal", "integer"]);
const most = 5;

/** The list of the records of one group. */
export const groupFilter = (field: string, { value }: Group): Node =>
  value === null || value === undefined ? { field, op: "empty" } : { field, op: "eq", value };

type Props = {
  object: ObjectMeta;
  state: ListState;
  columns: Columns;
  selection: Selection;
  onSort: (sort: string | undefined) => void;
  phone: boolean;
};

/** Rows under headings that carry how many there are and what they add up to; a group is read when it is opened. */
export function GroupedList({ object, state, columns, selection, onSort, phone }: Props) {
  const { t } = useTranslation();
  const by = fieldOf(object, state.group ?? "");
  const sums = columns.columns
    .filter(({ field }) => added.has(field.kind) && field.filterable)
    .map(({ field }) => field.name)
    .slice(0, most);
  const totals = useTotals(object, state, sums, state.group);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const point = () => undefined;
  const { editing, actions } = useRowActions(object, selection, point);
  const toggle = (key: string) =>
    setOpen((old) => {
      const next = new Set(old);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  if (totals.error)
    return <Empty icon="alert-triangle" title={t("list.failed")} hint={totals.error.message} />;
  if (!totals.data || !by) return <Waiting />;
  const groups = totals.data.groups;
  const rest = totals.data.count - groups.reduce((sum, group) => sum + group.count, 0);
  const sections = groups.map((group) => {
    const key = String(group.value);
    const label = group.label ?? t("group.hidden");
    const whole = { ...state, filter: allOf(state.filter, groupFilter(by.name, group)) ?? undefined };
    return (
      <section key={key} className="grouping" aria-label={`${by.label}: ${label}`}>
        <Heading
          object={object}
          whole={whole}
          label={label}
          group={group}
          columns={phone ? [] : columns.columns}
          totals={totals.data}
          open={open.has(key)}
          onToggle={() => toggle(key)}
        />
        {open.has(key) && (
          <Rows
            object={object}
            state={whole}
            columns={columns}
            selection={selection}
            editing={editing}
            actions={actions}
            phone={phone}
          />
        )}
      </section>
    );
  });
  const note = rest > 0 && (
    <p className="group__note">{t("group.rest", { count: rest, text: countText(rest, false) })}</p>
  );
  if (phone)
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus
      <section className="phone-list" tabIndex={0} aria-label={object.label_plural}>
        {sections}
        {note}
      </section>
    );
  const width = 38 + columns.columns.reduce((sum, column) => sum + column.width, 0);
  return (
    <Links value={true}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, so it must take the focus */}
      <section className="grid" tabIndex={0} aria-label={object.label_plural}>
        <div className="grid__inner grid__inner--grouped" style={{ width }}>
          <div role="table" className="grid__part" aria-label={object.label_plural}>
            <GridHead
              columns={columns}
              sort={state.sort ?? object.sort ?? undefined}
              onSort={onSort}
              ticked={false}
              partly={selection.chosen.size > 0}
              onTickAll={selection.clear}
            />
          </div>
          {sections}
          {note}
          <div role="table" className="grid__part" aria-label={t("group.sum")}>
            <GridFoot
              object={object}
              columns={columns.columns}
              totals={totals.data}
              count={totals.data.count}
              whole={state}
            />
          </div>
        </div>
      </section>
    </Links>
  );
}

type HeadingProps = {
  object: ObjectMeta;
  whole: ListState;
  label: string;
  group: Group;
  columns: Column[];
  totals: Totals;
  open: boolean;
  onToggle: () => void;
};

function Heading({ object, whole, label, group, columns, totals, open, onToggle }: HeadingProps) {
  const [title, ...others] = columns;
  return (
    <h2 className="group__head" title={totals.note ?? undefined}>
      <button
        type="button"
        className="group__toggle"
        aria-expanded={open}
        style={title ? { width: 38 + title.width } : undefined}
        onClick={onToggle}
      >
        <ChevronRight size={14} aria-hidden="true" className={open ? "group__mark--open" : ""} />
        <span className="ellipsis">{label}</span>
        <span className="group__count num">{countText(group.count, false)}</span>
      </button>
      {others.map((column) => (
        <span
          key={column.field.name}
          className={`grid__cell ${column.align ? "grid__cell--end" : ""}`}
          style={{ width: column.width }}
        >
          <Sum object={object} column={column} of={group} whole={whole} />
        </span>
      ))}
    </h2>
  );
}

type RowsProps = Omit<Props, "onSort"> & {
  editing: { id: string; field: string } | null;
  actions: ReturnType<typeof useRowActions>["actions"];
};

const rowHeight = 33;

function Rows({ object, state, columns, selection, editing, actions, phone }: RowsProps) {
  const { t } = useTranslation();
  const { query, rows } = useRows(object, state, columns.names);
  if (query.isPending) return <Waiting />;
  if (query.error) return <p className="group__note">{query.error.message}</p>;
  const row = (record: RecordData, index: number) =>
    phone ? (
      <PhoneRow key={record.id} object={object} record={record} columns={columns.columns} />
    ) : (
      <GridRow
        key={record.id}
        object={object}
        record={record}
        columns={columns.columns}
        index={index}
        top={index * rowHeight}
        ticked={selection.chosen.has(record.id)}
        cursor={-1}
        editing={editing?.id === record.id ? editing.field : null}
        actions={actions}
      />
    );
  return (
    <>
      {phone ? (
        <Links value={false}>{rows.map(row)}</Links>
      ) : (
        <div
          className="grid__body"
          role="grid"
          aria-label={object.label_plural}
          style={{ height: rows.length * rowHeight }}
        >
          {rows.map(row)}
        </div>
      )}
      {query.hasNextPage && (
        <PlainButton
          className="group__note"
          label={t("group.more")}
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        />
      )}
    </>
  );
}
