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
import { Archive, GripVertical } from "lucide-react";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { translatedText } from "@/metadata/values";
import { PlainButton } from "@/ui/plain-button";
import { Tag } from "@/ui/tag";
import type { FieldDefinition } from "./definitions";
import { type Fast, FastButton } from "./fast";

/** How a kind of field is called, by the metadata of definitions themselves. */
export function useKindLabel() {
  const kinds = useObject("custom_field")?.fields.find((field) => field.name === "kind")?.choices ?? [];
  return (kind: string) => kinds.find((choice) => choice.value === kind)?.label ?? kind;
}

/** Name, kind and what is special about a field. */
export function FieldSaid({ field }: { field: FieldDefinition }) {
  const { t } = useTranslation();
  const kind = useKindLabel();
  const marks = (["required", "unique", "searchable"] as const).filter((mark) => field[mark]);
  const how = field.options?.formula ? "formula" : field.options?.rollup ? "rollup" : null;
  return (
    <div className="own__said">
      <p>
        <strong>{translatedText(field.label, currentLanguage())}</strong>
        <code className="muted">{field.name}</code>
      </p>
      <p className="own__marks">
        <span className="muted">{kind(field.kind)}</span>
        {how && <Tag text={t(`own:by.${how}`)} colour="blue" />}
        {marks.map((mark) => (
          <Tag key={mark} text={t(`own:${mark}`)} colour="gray" />
        ))}
      </p>
    </div>
  );
}

type RowProps = {
  field: FieldDefinition;
  fast: Fast;
  onEdit: () => void;
  onRetire: () => void;
  onStep: (by: 1 | -1) => void;
};

function Row({ field, fast, onEdit, onRetire, onStep }: RowProps) {
  const { t } = useTranslation();
  const drag = useDraggable({ id: field.id });
  const drop = useDroppable({ id: field.id });
  const name = translatedText(field.label, currentLanguage());
  const step = (event: KeyboardEvent) => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : null;
    if (by === null) return;
    event.preventDefault();
    onStep(by);
  };
  const shift = drag.transform ? { transform: `translateY(${drag.transform.y}px)` } : undefined;
  return (
    <li
      ref={(node) => {
        drag.setNodeRef(node);
        drop.setNodeRef(node);
      }}
      className={`own__line ${drag.isDragging ? "own__line--held" : ""} ${drop.isOver && !drag.isDragging ? "own__line--over" : ""}`}
      style={shift}
    >
      <button
        type="button"
        className="plain plain--icon own__grip"
        aria-label={t("own:moveOne", { name })}
        title={t("own:moveOne", { name })}
        onKeyDown={step}
        {...drag.listeners}
      >
        <GripVertical size={14} aria-hidden="true" />
      </button>
      <FieldSaid field={field} />
      <FastButton fast={fast} name={field.name} label={name} />
      <PlainButton label={t("own:edit")} onClick={onEdit} />
      <PlainButton
        bare
        icon={<Archive size={14} />}
        label={t("own:retireOne", { name })}
        onClick={onRetire}
      />
    </li>
  );
}

type Props = {
  fields: FieldDefinition[];
  fast: Fast;
  onEdit: (field: FieldDefinition) => void;
  onRetire: (field: FieldDefinition) => void;
  /** Before another one, or (null) to the end. */
  onMove: (field: FieldDefinition, before: string | null) => void;
};

/** Fields of one's own in their order, which dragging and the arrow keys change. */
export function FieldList({ fields, fast, onEdit, onRetire, onMove }: Props) {
  const { t } = useTranslation();
  const [order, setOrder] = useState<string[] | null>(null);
  const [heard, setHeard] = useState("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: what comes from the server takes the place of what was expected
  useEffect(() => setOrder(null), [fields]);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 120, tolerance: 6 } }),
  );
  const shown = order
    ? order.map((id) => fields.find((field) => field.id === id)).filter((field) => field !== undefined)
    : fields;
  const put = (field: FieldDefinition, to: number) => {
    if (to < 0 || to >= shown.length || shown[to] === field) return;
    const rest = shown.filter((each) => each !== field);
    rest.splice(to, 0, field);
    setOrder(rest.map((each) => each.id));
    setHeard(
      t("own:movedTo", {
        name: translatedText(field.label, currentLanguage()),
        at: to + 1,
        of: shown.length,
      }),
    );
    onMove(field, rest[to + 1]?.id ?? null);
  };
  const end = ({ active, over }: DragEndEvent) => {
    const field = shown.find((each) => each.id === active.id);
    if (field && over)
      put(
        field,
        shown.findIndex((each) => each.id === over.id),
      );
  };
  return (
    <DndContext sensors={sensors} onDragEnd={end}>
      <ul className="rows">
        {shown.map((field, at) => (
          <Row
            key={field.id}
            field={field}
            fast={fast}
            onEdit={() => onEdit(field)}
            onRetire={() => onRetire(field)}
            onStep={(by) => put(field, at + by)}
          />
        ))}
      </ul>
      <p className="sr-only" aria-live="polite">
        {heard}
      </p>
    </DndContext>
  );
}
