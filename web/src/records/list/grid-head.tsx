import { ArrowDown, ArrowUp } from "lucide-react";
import { type PointerEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { clampWidth } from "@/lib/columns";
import { readSort, toggleSort } from "@/lib/list-state";
import { Tick } from "@/ui/tick";
import type { Column, Columns } from "./use-columns";

type Props = {
  columns: Columns;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  ticked: boolean;
  partly: boolean;
  onTickAll: (on: boolean) => void;
};

function Handle({ column, columns }: { column: Column; columns: Columns }) {
  const { t } = useTranslation();
  const start = (event: PointerEvent<HTMLButtonElement>) => {
    event.preventDefault();
    event.stopPropagation();
    const handle = event.currentTarget;
    const cell = handle.parentElement;
    const from = event.clientX;
    handle.setPointerCapture(event.pointerId);
    const width = (x: number) => clampWidth(column.width + x - from);
    const drag = (move: globalThis.PointerEvent) => {
      if (cell) cell.style.width = `${width(move.clientX)}px`;
    };
    const stop = (up: globalThis.PointerEvent) => {
      handle.removeEventListener("pointermove", drag);
      columns.resize(column.field.name, width(up.clientX));
    };
    handle.addEventListener("pointermove", drag);
    handle.addEventListener("pointerup", stop, { once: true });
  };
  const nudge = (by: number) => columns.resize(column.field.name, column.width + by);
  return (
    <button
      type="button"
      className="grid__handle"
      tabIndex={-1}
      aria-label={t("list.resize", { field: column.field.label })}
      onPointerDown={start}
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") nudge(-16);
        if (event.key === "ArrowRight") nudge(16);
      }}
    />
  );
}

function HeadCell({
  column,
  columns,
  sort,
  onSort,
}: Pick<Props, "columns" | "sort" | "onSort"> & { column: Column }) {
  const [over, setOver] = useState(false);
  const { name, label, sortable } = column.field;
  const key = readSort(sort).find((item) => item.field === name);
  const Arrow = key?.desc ? ArrowDown : ArrowUp;
  const classes = [
    "grid__cell",
    "grid__th",
    column.title ? "grid__cell--title" : "",
    over ? "grid__th--over" : "",
  ];
  if (column.align) classes.push("grid__cell--end");
  return (
    <div
      role="columnheader"
      aria-sort={key ? (key.desc ? "descending" : "ascending") : undefined}
      className={classes.join(" ")}
      style={{ width: column.width }}
      draggable={!column.title}
      onDragStart={(event) => event.dataTransfer.setData("text/haoke-column", name)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("text/haoke-column")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const moved = event.dataTransfer.getData("text/haoke-column");
        if (moved && moved !== name) columns.move(moved, name);
      }}
    >
      {sortable ? (
        <button
          type="button"
          className="grid__sort"
          title={label}
          onClick={(event) => onSort(toggleSort(sort, name, event.shiftKey))}
        >
          <span className="ellipsis">{label}</span>
          {key && <Arrow size={12} aria-hidden="true" />}
        </button>
      ) : (
        <span className="ellipsis" title={label}>
          {label}
        </span>
      )}
      <Handle column={column} columns={columns} />
    </div>
  );
}

/** Column headings: click sorts (Shift adds a second key), the edge resizes, dragging moves. */
export function GridHead({ columns, sort, onSort, ticked, partly, onTickAll }: Props) {
  const { t } = useTranslation();
  return (
    <div role="row" className="grid__row grid__row--head" aria-rowindex={1}>
      <div role="columnheader" className="grid__cell grid__cell--tick">
        <Tick checked={ticked} partly={partly} label={t("list.selectAll")} onChange={onTickAll} />
      </div>
      {columns.columns.map((column) => (
        <HeadCell key={column.field.name} column={column} columns={columns} sort={sort} onSort={onSort} />
      ))}
    </div>
  );
}
