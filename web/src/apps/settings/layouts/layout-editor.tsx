import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  MouseSensor,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { ChevronDown, ChevronUp, Plus, Trash2, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys, refresh } from "@/api/keys";
import { changeRecord, createRecord, deleteRecord } from "@/api/records";
import type { ObjectMeta, RecordData, Ref } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { type Language, readersFirst } from "@/lib/language";
import { fieldOf } from "@/metadata/meta";
import { PlainButton } from "@/ui/plain-button";
import { Segments } from "@/ui/segments";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";
import { newKey, nudge, type Part, partsOf, place, type Stored, storedOf, unplaced } from "./arranging";
import { LayoutPreview } from "./layout-preview";

type Props = { object: ObjectMeta; role: Ref | null; stored: RecordData | undefined; writable: boolean };

const out = "unplaced";

function Field({ object, name, children }: { object: ObjectMeta; name: string; children?: React.ReactNode }) {
  const drag = useDraggable({ id: name });
  const drop = useDroppable({ id: `before ${name}` });
  const field = fieldOf(object, name);
  const classes = ["layouts__field"];
  if (drop.isOver) classes.push("layouts__field--over");
  if (drag.isDragging) classes.push("layouts__field--held");
  return (
    <li
      ref={(node) => {
        drag.setNodeRef(node);
        drop.setNodeRef(node);
      }}
      className={classes.join(" ")}
      {...drag.listeners}
    >
      <span className="ellipsis grow">
        {field?.label ?? name}
        {field?.required && <span className="form__star"> *</span>}
      </span>
      {children}
    </li>
  );
}

function Target({ id, className, children }: { id: string; className: string; children: React.ReactNode }) {
  const drop = useDroppable({ id });
  return (
    <ul ref={drop.setNodeRef} className={`${className} ${drop.isOver ? "layouts__target--over" : ""}`}>
      {children}
    </ul>
  );
}

/** Sections with their fields, dragged or moved by keys; what has no place is listed beside them. */
export function LayoutEditor({ object, role, stored, writable }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const language = currentLanguage();
  const [parts, setParts] = useState<Part[]>(() =>
    partsOf(object, (stored?.sections as Stored[] | null | undefined) ?? null, language),
  );
  const [columns, setColumns] = useState<string[]>(
    (stored?.columns as string[] | null | undefined) ?? object.columns,
  );
  const [previewing, setPreviewing] = useState(false);
  const [held, setHeld] = useState<string | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 6 } }),
  );
  const done = (text: string) => {
    refresh(client, "layouts");
    void client.invalidateQueries({ queryKey: keys.meta(language) });
    toast(text);
  };
  const save = useMutation({
    mutationFn: () => {
      const sections = storedOf(parts);
      const same = columns.join() === object.columns.join() && !stored?.columns;
      const values = { sections, columns: same || columns.length === 0 ? null : columns };
      return stored
        ? changeRecord("layouts", stored.id, values, stored.version)
        : createRecord("layouts", { object: object.key, role: role?.id ?? null, ...values });
    },
    onSuccess: () => done(t("layouts:layouts.saved")),
  });
  const remove = useMutation({
    mutationFn: (layout: RecordData) => deleteRecord("layouts", layout.id, layout.version),
    onSuccess: () => done(t("layouts:layouts.removed")),
  });
  const change = (key: string, part: Partial<Part>) =>
    setParts((old) => old.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const end = ({ active, over }: DragEndEvent) => {
    setHeld(null);
    if (!over) return;
    const [name, to] = [String(active.id), String(over.id)];
    if (!to.startsWith("before ")) return setParts(place(parts, name, to === out ? null : to, null));
    const before = to.slice("before ".length);
    const part = parts.find((each) => each.fields.includes(before));
    setParts(place(parts, name, part?.key ?? null, before));
  };
  const heading = (of: Language, number: number) =>
    of === "zh" ? t("layouts:layouts.headingZh", { number }) : t("layouts:layouts.headingEn", { number });
  const label = (name: string) => fieldOf(object, name)?.label ?? name;
  return (
    <DndContext
      sensors={sensors}
      onDragStart={({ active }) => setHeld(String(active.id))}
      onDragEnd={end}
      onDragCancel={() => setHeld(null)}
    >
      <div className="layouts__list labelled">
        <span>{t("layouts:layouts.listColumns")}</span>
        <Select
          className="select-wide"
          aria-label={t("layouts:layouts.listColumns")}
          mode="multiple"
          showSearch={{ optionFilterProp: "label" }}
          value={columns}
          options={object.fields.map((field) => ({ value: field.name, label: field.label }))}
          onChange={setColumns}
        />
      </div>
      <div className="layouts__body">
        <div className="layouts__parts">
          {parts.map((part, at) => (
            <section
              key={part.key}
              className="layouts__part"
              aria-label={part.label[language] || Object.values(part.label).find(Boolean) || ""}
            >
              <header>
                {readersFirst(language).map((each) => (
                  <input
                    key={each}
                    className="field-input"
                    lang={each}
                    aria-label={heading(each, at + 1)}
                    placeholder={heading(each, at + 1)}
                    maxLength={60}
                    value={part.label[each] ?? ""}
                    onChange={(event) =>
                      change(part.key, { label: { ...part.label, [each]: event.target.value } })
                    }
                  />
                ))}
                <Segments
                  label={t("layouts:layouts.columns")}
                  value={String(part.columns) as "1" | "2"}
                  options={[
                    { value: "1", label: t("layouts:layouts.one") },
                    { value: "2", label: t("layouts:layouts.two") },
                  ]}
                  onChange={(columns) => change(part.key, { columns: columns === "1" ? 1 : 2 })}
                />
                <PlainButton
                  bare
                  icon={<Trash2 size={14} />}
                  label={t("layouts:layouts.removePart", { number: at + 1 })}
                  onClick={() => setParts(parts.filter((each) => each !== part))}
                />
              </header>
              <Target id={part.key} className={`layouts__fields layouts__fields--${part.columns}`}>
                {part.fields.map((name) => (
                  <Field key={name} object={object} name={name}>
                    <PlainButton
                      bare
                      icon={<ChevronUp size={13} />}
                      label={t("list.columnUp", { field: label(name) })}
                      onClick={() => setParts(nudge(parts, name, -1))}
                    />
                    <PlainButton
                      bare
                      icon={<ChevronDown size={13} />}
                      label={t("list.columnDown", { field: label(name) })}
                      onClick={() => setParts(nudge(parts, name, 1))}
                    />
                    <PlainButton
                      bare
                      icon={<X size={13} />}
                      label={t("layouts:layouts.takeOut", { field: label(name) })}
                      onClick={() => setParts(place(parts, name, null, null))}
                    />
                  </Field>
                ))}
              </Target>
            </section>
          ))}
          <PlainButton
            icon={<Plus size={14} />}
            label={t("layouts:layouts.addPart")}
            onClick={() => setParts([...parts, { key: newKey(), label: {}, fields: [], columns: 2 }])}
          />
        </div>
        <aside className="layouts__rest" aria-label={t("layouts:layouts.unplaced")}>
          <h2>{t("layouts:layouts.unplaced")}</h2>
          <p className="muted">{t("layouts:layouts.unplacedHint")}</p>
          <Target id={out} className="layouts__fields">
            {unplaced(object, parts).map((name) => (
              <Field key={name} object={object} name={name}>
                <PlainButton
                  bare
                  disabled={parts.length === 0}
                  icon={<Plus size={13} />}
                  label={t("layouts:layouts.putIn", { field: label(name) })}
                  onClick={() => setParts(place(parts, name, parts.at(-1)?.key ?? null, null))}
                />
              </Field>
            ))}
          </Target>
        </aside>
      </div>
      <footer className="layouts__foot">
        {writable && (
          <Button type="primary" loading={save.isPending} onClick={() => save.mutate()}>
            {t("layouts:layouts.save")}
          </Button>
        )}
        {writable && <Button onClick={() => setPreviewing(true)}>{t("layouts:preview.open")}</Button>}
        {stored && writable && (
          <Button loading={remove.isPending} onClick={() => remove.mutate(stored)}>
            {t("layouts:layouts.asShipped")}
          </Button>
        )}
      </footer>
      {previewing && (
        <LayoutPreview
          object={object}
          role={role}
          draft={{ sections: storedOf(parts), columns: columns.length > 0 ? columns : null }}
          onClose={() => setPreviewing(false)}
        />
      )}
      <DragOverlay dropAnimation={null}>
        {held && <span className="layouts__field layouts__field--above">{label(held)}</span>}
      </DragOverlay>
    </DndContext>
  );
}
