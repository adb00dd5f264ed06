import { Link } from "@tanstack/react-router";
import { lazy, memo, Suspense, use, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta, RecordData } from "@/api/types";
import { useLinks } from "@/fields/links";
import { isEmpty } from "@/fields/value";
import { currentLanguage } from "@/lib/i18n";
import { canEdit } from "@/metadata/meta";
import { isMasked, titleOf } from "@/metadata/values";
import { Avatar } from "@/ui/avatar";
import { Marked } from "@/ui/marked";
import { Tick } from "@/ui/tick";
import { RecordValue } from "../built/record-value";
import { people } from "../people";
import type { Refused } from "./cell-editor";
import { FoundBy } from "./found-by";
import { LookedFor, partsIn, unseen } from "./looked-for";
import { Ties } from "./ties";
import type { Column } from "./use-columns";

const CellEditor = lazy(() => import("./cell-editor").then((module) => ({ default: module.CellEditor })));

export type RowActions = {
  tick: (id: string, on: boolean, range: boolean) => void;
  point: (row: number, column: number) => void;
  edit: (record: RecordData, column: Column) => void;
  save: (record: RecordData, column: Column, value: unknown) => void;
  cancel: () => void;
};

type Props = {
  object: ObjectMeta;
  record: RecordData;
  columns: Column[];
  index: number;
  top: number;
  ticked: boolean;
  cursor: number;
  editing: string | null;
  refused?: Refused;
  actions: RowActions;
};

/** True for a moment after the record has got a new version. */
function useFlash(version: number): boolean {
  const seen = useRef(version);
  const [flash, setFlash] = useState(false);
  useEffect(() => {
    if (seen.current === version) return;
    seen.current = version;
    setFlash(true);
    const timer = setTimeout(() => setFlash(false), 1600);
    return () => clearTimeout(timer);
  }, [version]);
  return flash;
}

function TitleCell({ object, record, shown }: { object: ObjectMeta; record: RecordData; shown: string[] }) {
  const links = useLinks();
  const title = titleOf(object, record, currentLanguage());
  if (!links) return <span className="ellipsis">{title}</span>;
  return (
    <Link
      className="ref row"
      to="/$plural/$id"
      params={{ plural: object.plural, id: record.id }}
      preload={false}
    >
      <Avatar title={title} person={people.has(object.key)} />
      <span className="ellipsis" title={title}>
        <Marked text={title} q={use(LookedFor)} meant={partsIn(record, object.title)} />
      </span>
      <FoundBy found={unseen(record, shown)} />
    </Link>
  );
}

function Cell({
  object,
  record,
  column,
  at,
  index,
  active,
  editing,
  refused,
  actions,
  shown,
}: Omit<Props, "columns" | "top" | "ticked" | "cursor" | "editing"> & {
  column: Column;
  shown: string[];
  at: number;
  active: boolean;
  editing: boolean;
}) {
  const { field } = column;
  const value = record[field.name];
  const editable = canEdit(object, field) && !isMasked(value) && !field.editor;
  const classes = ["grid__cell"];
  if (column.title) classes.push("grid__cell--title");
  if (column.align) classes.push("grid__cell--end");
  if (active) classes.push("grid__cell--active");
  if (!column.title && partsIn(record, field.name)) classes.push("grid__cell--found");
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the cell cursor moves by keys on the window
    <div
      role="gridcell"
      className={classes.join(" ")}
      style={{ width: column.width }}
      onClick={() => actions.point(index, at)}
      onDoubleClick={() => editable && actions.edit(record, column)}
    >
      {editing ? (
        <Suspense
          fallback={
            isEmpty(value) ? null : <RecordValue field={field} value={value} values={record} compact />
          }
        >
          <CellEditor
            field={field}
            value={value ?? null}
            record={record}
            refused={refused}
            onSave={(next, from) => actions.save(from, column, next)}
            onCancel={actions.cancel}
          />
        </Suspense>
      ) : column.title ? (
        <TitleCell object={object} record={record} shown={shown} />
      ) : isEmpty(value) ? null : column.ties ? (
        <Ties record={record} />
      ) : (
        <RecordValue field={field} value={value} values={record} compact />
      )}
    </div>
  );
}

/** One row, drawn again only when something in it changes. */
export const GridRow = memo(function GridRow(props: Props) {
  const { object, record, columns, index, top, ticked, cursor, editing, refused, actions } = props;
  const { t } = useTranslation();
  const flash = useFlash(record.version);
  const shown = columns.map((each) => each.field.name);
  const classes = ["grid__row"];
  if (ticked) classes.push("grid__row--ticked");
  if (cursor >= 0) classes.push("grid__row--here");
  if (flash) classes.push("grid__row--flash");
  if (editing) classes.push("grid__row--editing");
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={ticked}
      className={classes.join(" ")}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" className="grid__cell grid__cell--tick">
        <Tick
          checked={ticked}
          label={t("list.selectOne", { title: titleOf(object, record, currentLanguage()) })}
          onChange={(on, range) => actions.tick(record.id, on, range)}
        />
      </div>
      {columns.map((column, at) => (
        <Cell
          key={column.field.name}
          object={object}
          record={record}
          column={column}
          at={at}
          index={index}
          active={cursor === at}
          editing={editing === column.field.name}
          refused={refused}
          actions={actions}
          shown={shown}
        />
      ))}
    </div>
  );
});
