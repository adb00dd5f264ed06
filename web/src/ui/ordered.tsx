import {
  DndContext,
  type DragEndEvent,
  MouseSensor,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { GripVertical } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useState } from "react";
import "./ordered.css";

type Item = { id: string };
type RowProps = { id: string; label: string; onStep: (by: 1 | -1) => void; children: ReactNode };

function Row({ id, label, onStep, children }: RowProps) {
  const drag = useDraggable({ id });
  const drop = useDroppable({ id });
  const step = (event: KeyboardEvent) => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : null;
    if (by === null) return;
    event.preventDefault();
    onStep(by);
  };
  const shift = drag.transform ? { transform: `translateY(${drag.transform.y}px)` } : undefined;
  const held = drag.isDragging ? "ordered__line--held" : "";
  const over = drop.isOver && !drag.isDragging ? "ordered__line--over" : "";
  return (
    <li
      ref={(node) => {
        drag.setNodeRef(node);
        drop.setNodeRef(node);
      }}
      className={`ordered__line ${held} ${over}`}
      style={shift}
    >
      <button
        type="button"
        className="plain plain--icon ordered__grip"
        aria-label={label}
        title={label}
        onKeyDown={step}
        {...drag.listeners}
      >
        <GripVertical size={14} aria-hidden="true" />
      </button>
      {children}
    </li>
  );
}

type Props<T extends Item> = {
  items: T[];
  /** What the handle of one is called. */
  moving: (item: T) => string;
  /** What is said when one has moved to a place, from 1. */
  moved: (item: T, at: number) => string;
  /** To a place, from 0, in this new order. */
  onMove: (item: T, at: number, order: T[]) => void;
  children: (item: T) => ReactNode;
};

/** Lines whose order dragging and the arrow keys change. */
export function Ordered<T extends Item>({ items, moving, moved, onMove, children }: Props<T>) {
  const [order, setOrder] = useState<string[] | null>(null);
  const [heard, setHeard] = useState("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: what comes from the server takes the place of what was expected
  useEffect(() => setOrder(null), [items]);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 120, tolerance: 6 } }),
  );
  const shown = order
    ? order.map((id) => items.find((item) => item.id === id)).filter((item) => item !== undefined)
    : items;
  const put = (item: T, to: number) => {
    if (to < 0 || to >= shown.length || shown[to] === item) return;
    const rest = shown.filter((each) => each !== item);
    rest.splice(to, 0, item);
    setOrder(rest.map((each) => each.id));
    setHeard(moved(item, to + 1));
    onMove(item, to, rest);
  };
  const end = ({ active, over }: DragEndEvent) => {
    const item = shown.find((each) => each.id === active.id);
    if (item && over)
      put(
        item,
        shown.findIndex((each) => each.id === over.id),
      );
  };
  return (
    <DndContext sensors={sensors} onDragEnd={end}>
      <ul className="rows">
        {shown.map((item, at) => (
          <Row key={item.id} id={item.id} label={moving(item)} onStep={(by) => put(item, at + by)}>
            {children(item)}
          </Row>
        ))}
      </ul>
      <p className="sr-only" aria-live="polite">
        {heard}
      </p>
    </DndContext>
  );
}
