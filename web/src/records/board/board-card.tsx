import { useDraggable } from "@dnd-kit/core";
import { Link } from "@tanstack/react-router";
import { Dropdown } from "antd";
import { MoveHorizontal } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { BoardColumn, ObjectMeta, RecordData } from "@/api/types";
import { Links } from "@/fields/links";
import { isEmpty, Value } from "@/fields/value";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import { Avatar } from "@/ui/avatar";

type Props = {
  object: ObjectMeta;
  record: RecordData;
  columns: BoardColumn[];
  here: string | null;
  onMove: (record: RecordData, to: string) => void;
};

/** What a card says beside its title: what it hangs on, what is next, its money; the owner as a face. */
function shownFields(object: ObjectMeta, record: RecordData) {
  const fields = object.columns
    .filter(
      (name) => name !== object.title && name !== object.board && name !== "owner" && name !== "updated_at",
    )
    .map((name) => fieldOf(object, name))
    .filter((field) => field !== undefined && !isEmpty(record[field.name]));
  const money = fields.find((field) => field?.kind === "money");
  return { money, rest: fields.filter((field) => field !== money).slice(0, 3) };
}

export function CardBody({ object, record }: { object: ObjectMeta; record: RecordData }) {
  const { money, rest } = shownFields(object, record);
  return (
    <Links value={false}>
      <span className="board-card__title">{titleOf(object, record, currentLanguage())}</span>
      {rest.map(
        (field) => field && <Value key={field.name} field={field} value={record[field.name]} compact />,
      )}
      <span className="board-card__foot">
        {money ? <Value field={money} value={record[money.name]} compact /> : <span />}
        {record.owner?.title && (
          <span title={record.owner.title}>
            <Avatar title={record.owner.title} person />
            <span className="sr-only">{record.owner.title}</span>
          </span>
        )}
      </span>
    </Links>
  );
}

/** The id of the button that moves a card without dragging it. */
export const moverOf = (record: string): string => `move-${record}`;

/** A card: dragged by mouse or finger; its menu moves it without either. */
export const BoardCard = memo(function BoardCard({ object, record, columns, here, onMove }: Props) {
  const { t } = useTranslation();
  const movable = object.rights.update;
  const drag = useDraggable({ id: record.id, data: { record }, disabled: !movable });
  const items = columns
    .filter((column) => column.value !== null && column.value !== here)
    .map((column) => ({
      key: String(column.value),
      label: column.label,
      onClick: () => onMove(record, String(column.value)),
    }));
  return (
    <li
      className={`board-card ${drag.isDragging ? "board-card--gone" : ""}`}
      ref={drag.setNodeRef}
      {...drag.listeners}
    >
      <Link
        className="board-card__link"
        to="/$plural/$id"
        params={{ plural: object.plural, id: record.id }}
        preload={false}
        draggable={false}
      >
        <CardBody object={object} record={record} />
      </Link>
      {movable && (
        <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight" autoFocus>
          <button
            type="button"
            id={moverOf(record.id)}
            className="board-card__move"
            aria-haspopup="menu"
            title={t("board.move")}
          >
            <MoveHorizontal size={14} aria-hidden="true" />
            <span className="sr-only">
              {t("board.moveOne", { title: titleOf(object, record, currentLanguage()) })}
            </span>
          </button>
        </Dropdown>
      )}
    </li>
  );
});
