import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  type DragStartEvent,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { needsApproval, Problem } from "@/api/problem";
import type { BoardColumn as Column, ObjectMeta, RecordData } from "@/api/types";
import { allOf } from "@/lib/criteria";
import { currentLanguage } from "@/lib/i18n";
import { inputsOf } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import { Empty } from "@/ui/empty";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { Above } from "../list/above";
import { useListState } from "../use-list-state";
import { CardBody, moverOf } from "./board-card";
import { BoardColumn } from "./board-column";
import { OwnerSwitch } from "./owner-switch";
import { leftOut, type Move, useBoard, useMove } from "./use-board";
import "./board.css";

const LeftOutNote = lazy(() =>
  import("../sums/left-out").then((module) => ({ default: module.LeftOutNote })),
);

const InputDialog = lazy(() =>
  import("../form/input-dialog").then((module) => ({ default: module.InputDialog })),
);

/** A refused move that lacks input is asked for it (why a deal was lost); any other refusal is said. */
function useAsking(object: ObjectMeta) {
  const [asking, setAsking] = useState<Move | null>(null);
  const action = object.actions.find((item) => item.name === object.board_action);
  const fields = action ? inputsOf(action).filter((field) => field.name !== object.board) : [];
  const refused = (error: Error, move: Move) => {
    const lacking =
      error instanceof Problem &&
      error.errors.some((one) => fields.some((field) => field.name === one.field));
    if (lacking && !move.input) setAsking(move);
    else if (!needsApproval(error)) toast(error.message, { tone: "error" });
  };
  return { asking, setAsking, refused, fields, title: action?.label ?? "" };
}

const nothing = () => undefined;
/** We say ourselves what was moved, in the person's language and by whichever means. */
const silent = {
  announcements: { onDragStart: nothing, onDragOver: nothing, onDragEnd: nothing, onDragCancel: nothing },
  screenReaderInstructions: { draggable: "" },
};

/** Moves cards, says so to screen readers, and keeps the focus with a card that was moved by keys. */
function useTold(object: ObjectMeta, columns: Column[], mutate: (move: Move) => void) {
  const { t } = useTranslation();
  const [said, setSaid] = useState("");
  const moved = useRef<string | null>(null);
  useEffect(() => {
    const mover =
      moved.current && columns.length > 0 ? document.getElementById(moverOf(moved.current)) : null;
    moved.current = null;
    if (mover && document.activeElement === document.body) mover.focus();
  }, [columns]);
  const move = (record: RecordData, to: string) => {
    const column = columns.find((each) => String(each.value) === to)?.label ?? t("board.unset");
    setSaid(t("board.moved", { title: titleOf(object, record, currentLanguage()), column }));
    moved.current = record.id;
    mutate({ record, to });
  };
  return { said, move };
}

/** Columns with counts and totals; cards are dragged between them. */
export function BoardView({ object }: { object: ObjectMeta }) {
  const { t } = useTranslation();
  const [state, change] = useListState();
  const [held, setHeld] = useState<RecordData | null>(null);
  const { query, key } = useBoard(object, state);
  const ask = useAsking(object);
  const { mutate } = useMove(object, key, ask.refused);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 6 } }),
  );
  const columns = query.data?.columns ?? [];
  const { said, move } = useTold(object, columns, mutate);
  const start = ({ active }: DragStartEvent) => setHeld((active.data.current?.record as RecordData) ?? null);
  const end = ({ active, over }: DragEndEvent) => {
    setHeld(null);
    const record = active.data.current?.record as RecordData | undefined;
    const from = columns.find((column) => column.items.some((item) => item.id === active.id));
    if (record && over && String(over.id) !== String(from?.value)) move(record, String(over.id));
  };
  const left = leftOut(object, query.data);
  const count = columns.reduce((sum, column) => sum + column.count, 0);
  return (
    <>
      <Above object={object} state={state} change={change} count={query.data ? count : undefined} />
      <OwnerSwitch object={object} chosen={state.pipeline} onChoose={(pipeline) => change({ pipeline })} />
      {query.isPending && <Waiting />}
      {query.error && !query.data && (
        <Empty icon="alert-triangle" title={t("list.failed")} hint={query.error.message} />
      )}
      <Suspense>
        {left && (
          <LeftOutNote
            object={object}
            left={left.of}
            whole={{ ...state, filter: allOf(state.filter, left.where) ?? undefined }}
          />
        )}
      </Suspense>
      <p className="sr-only" role="status">
        {said}
      </p>
      <DndContext
        sensors={sensors}
        accessibility={silent}
        onDragStart={start}
        onDragEnd={end}
        onDragCancel={() => setHeld(null)}
      >
        <div className="board">
          {columns.map((column) => (
            <BoardColumn
              key={String(column.value)}
              object={object}
              column={column}
              columns={columns}
              state={state}
              money={query.data?.sum_field}
              note={query.data?.note}
              onMove={move}
            />
          ))}
        </div>
        <DragOverlay dropAnimation={null}>
          {held && (
            <div className="board-card board-card--held">
              <span className="board-card__link">
                <CardBody object={object} record={held} />
              </span>
            </div>
          )}
        </DragOverlay>
      </DndContext>
      <Suspense>
        {ask.asking && (
          <InputDialog
            title={ask.title}
            ok={ask.title}
            fields={ask.fields.map((field) => ({ ...field, required: true }))}
            busy={false}
            onCancel={() => ask.setAsking(null)}
            onSubmit={(input) => {
              if (ask.asking) mutate({ ...ask.asking, input });
              ask.setAsking(null);
            }}
          />
        )}
      </Suspense>
    </>
  );
}
