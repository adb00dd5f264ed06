import { useNavigate } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import type { ObjectMeta, RecordData, Totals } from "@/api/types";
import type { ListState } from "@/lib/list-state";
import { useMedia } from "@/ui/use-media";
import { GridFoot } from "./grid-foot";
import { GridHead } from "./grid-head";
import { GridRow, type RowActions } from "./grid-row";
import type { Column, Columns } from "./use-columns";
import { useCursor } from "./use-cursor";
import { useRowActions } from "./use-row-actions";
import type { Selection } from "./use-selection";
import "./grid.css";

type Props = {
  object: ObjectMeta;
  rows: RecordData[];
  count: number | undefined;
  columns: Columns;
  selection: Selection;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  more: boolean;
  onMore: () => void;
  totals: Totals | undefined;
  /** The list the totals are of. */
  whole: ListState;
};

const tickWidth = 38;

/** What editing in a cell needs, fetched once the table stands. */
const preload = (): void => {
  void import("./cell-editor").then((module) => module.preload());
};

/** The record table: native scrolling, only the rows in sight are drawn, further pages come as one scrolls. */
export function Grid(props: Props) {
  const { object, rows, columns, selection, more, onMore } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const rowHeight = useMedia("(pointer: coarse)") ? 42 : 33;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: rowHeight,
    scrollPaddingEnd: 40,
  });
  const pointRef = useRef<RowActions["point"]>(() => undefined);
  const point = useMemo<RowActions["point"]>(() => (row, column) => pointRef.current(row, column), []);
  const { editing, actions } = useRowActions(object, selection, point);
  const open = (record: RecordData) =>
    void navigate({ to: "/$plural/$id", params: { plural: object.plural, id: record.id } });
  const { cursor, setCursor } = useCursor({
    rows,
    columns: columns.columns,
    selection,
    reveal: (row) => virtual.scrollToIndex(row),
    open,
    edit: (record: RecordData, column: Column) => actions.edit(record, column),
  });
  pointRef.current = (row, column) => setCursor({ row, column });

  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && lastSeen >= rows.length - 40) onMore();
  }, [more, onMore, lastSeen, rows.length]);
  useEffect(preload, []);

  const width = tickWidth + columns.columns.reduce((sum, column) => sum + column.width, 0);
  return (
    <div
      ref={scroller}
      className="grid"
      role="grid"
      aria-label={object.label_plural}
      aria-rowcount={(props.count ?? rows.length) + 1}
      aria-multiselectable="true"
      tabIndex={0}
    >
      <div className="grid__inner" style={{ width }}>
        <GridHead
          columns={columns}
          sort={props.sort}
          onSort={props.onSort}
          ticked={rows.length > 0 && selection.chosen.size >= rows.length}
          partly={selection.chosen.size > 0}
          onTickAll={selection.every}
        />
        <div className="grid__body" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const record = rows[index];
            if (!record) return null;
            return (
              <GridRow
                key={record.id}
                object={object}
                record={record}
                columns={columns.columns}
                index={index}
                top={start}
                ticked={selection.all || selection.chosen.has(record.id)}
                cursor={cursor?.row === index ? cursor.column : -1}
                editing={editing?.id === record.id ? editing.field : null}
                refused={editing?.id === record.id ? editing.refused : undefined}
                actions={actions}
              />
            );
          })}
        </div>
        <GridFoot
          object={object}
          columns={columns.columns}
          totals={props.totals}
          count={props.count}
          whole={props.whole}
        />
      </div>
    </div>
  );
}
