import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { FieldMeta, RecordData } from "@/api/types";
import { FieldInput, isInstant, preloadEditors } from "@/fields/editor";

/** Fetches what any cell is edited with. */
export const preload = (): void => preloadEditors();

/** What was typed and not saved, and why. */
export type Refused = { value: unknown; why: string };

type Props = {
  field: FieldMeta;
  value: unknown;
  record: RecordData;
  refused?: Refused;
  /** `from`: the record the edit was made on. */
  onSave: (value: unknown, from: RecordData) => void;
  onCancel: () => void;
};

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

const inPopup = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(".ant-select-dropdown, .ant-picker-dropdown") !== null;

/** Edits one value in place: Enter or leaving saves, Esc gives up; a choice saves at once. What was refused stays until then. */
export function CellEditor({ field, value, record, refused, onSave, onCancel }: Props) {
  const [draft, setDraft] = useState(refused ? refused.value : value);
  const [instant, setInstant] = useState(false);
  const over = useRef(false);
  const began = useRef({ value, record });
  useEffect(() => {
    void isInstant(field.kind).then(setInstant);
  }, [field.kind]);
  const finish = (next: unknown) => {
    if (over.current) return;
    over.current = true;
    const from = began.current;
    if (same(next, from.value)) onCancel();
    // Saved meanwhile by somebody else: on the former version, so that both sides are shown and none is lost.
    else onSave(next ?? null, same(from.value, value) ? record : from.record);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") {
      over.current = true;
      onCancel();
    }
    const plain = event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing;
    if (
      plain &&
      field.kind !== "longtext" &&
      field.kind !== "richtext" &&
      !instant &&
      !openList(event.target)
    )
      finish(draft);
  };
  const onBlur = (event: FocusEvent<HTMLDivElement>) => {
    const { currentTarget: editor } = event;
    if (editor.contains(event.relatedTarget) || inPopup(event.relatedTarget)) return;
    setTimeout(() => {
      // The dialog that chooses a file takes the window's focus, and a file under way is no finished edit.
      const elsewhere = !document.hasFocus() || editor.querySelector("[aria-busy=true]") !== null;
      const left = !elsewhere && !inPopup(document.activeElement);
      if (left && !(refused && same(draftRef.current, refused.value))) finish(draftRef.current);
    }, 120);
  };
  const draftRef = useRef(draft);
  draftRef.current = draft;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: catches keys of the input inside
    <div
      className="cell-editor"
      onKeyDown={onKeyDown}
      onBlur={onBlur}
      onDoubleClick={(e) => e.stopPropagation()}
    >
      <FieldInput
        field={field}
        value={draft}
        autoFocus={!refused || document.activeElement === document.body}
        onChange={(next) => {
          setDraft(next);
          if (instant) finish(next);
        }}
      />
      {refused && (
        <p className="why-not" role="alert">
          {refused.why}
        </p>
      )}
    </div>
  );
}

const openList = (target: EventTarget): boolean =>
  target instanceof Element && target.closest(".ant-select-open, .ant-select-multiple") !== null;
