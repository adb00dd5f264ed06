import { useDraggable } from "@dnd-kit/core";
import { Link } from "@tanstack/react-router";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { FieldMeta, ObjectMeta, RecordData } from "@/api/types";
import { addDays, clock, isoDay, toDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { titleOf } from "@/metadata/values";
import { tiesText } from "../list/ties";
import { dayOf } from "./days";

export type ItemProps = {
  object: ObjectMeta;
  record: RecordData;
  field: FieldMeta;
  movable: boolean;
  onMove: (record: RecordData, day: string) => void;
};

const keysOf: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** One record on its day: its time, its name and whom it is about; dragged, or moved by Shift and an arrow. */
export function Item({ object, record, field, movable, onMove }: ItemProps) {
  const { t } = useTranslation();
  const drag = useDraggable({ id: record.id, data: { record }, disabled: !movable });
  const value = record[field.name];
  const about = tiesText(record);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = keysOf[event.key];
    if (!movable || !event.shiftKey || by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(record, isoDay(addDays(toDate(dayOf(record, field)), by)));
  };
  return (
    <li
      ref={drag.setNodeRef}
      className={`calendar__item ${drag.isDragging ? "calendar__item--held" : ""}`}
      {...drag.listeners}
    >
      <Link
        to="/$plural/$id"
        params={{ plural: object.plural, id: record.id }}
        preload={false}
        draggable={false}
        title={[about, movable && t("calendar.moveHint")].filter(Boolean).join("\n") || undefined}
        onKeyDown={onKeyDown}
      >
        {field.kind === "datetime" && typeof value === "string" && (
          <span className="calendar__time num">{clock(value, currentLanguage())}</span>
        )}
        <span className="ellipsis">
          {titleOf(object, record, currentLanguage())}
          {about && <span className="muted"> · {about}</span>}
        </span>
      </Link>
    </li>
  );
}
