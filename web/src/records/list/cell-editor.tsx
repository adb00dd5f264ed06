import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { FieldMeta } from "@/api/types";
import { FieldInput, isInstant, preloadEditors } from "@/fields/editor";

/** Fetches what any cell is edited with. */
export const preload = (): void => preloadEditors();

type Props = { field: FieldMeta; value: unknown; onSave: (value: unknown) => void; onCancel: () => void };

const inPopup = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(".ant-select-dropdown, .ant-picker-dropdown") !== null;

/** Edits one value in place: Enter or leaving saves, Esc gives up; a choice saves at once. */
export function CellEditor({ field, value, onSave, onCancel }: Props) {
  const [draft, setDraft] = useState(value);
  const [instant, setInstant] = useState(false);
  const over = useRef(false);
  useEffect(() => {
    void isInstant(field.kind).then(setInstant);
  }, [field.kind]);
  const finish = (next: unknown) => {
    if (over.current) return;
    over.current = true;
    if (JSON.stringify(next ?? null) === JSON.stringify(value ?? null)) onCancel();
    else onSave(next ?? null);
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
      if (!elsewhere && !inPopup(document.activeElement)) finish(draftRef.current);
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
        autoFocus
        onChange={(next) => {
          setDraft(next);
          if (instant) finish(next);
        }}
      />
    </div>
  );
}

const openList = (target: EventTarget): boolean =>
  target instanceof Element && target.closest(".ant-select-open, .ant-select-multiple") !== null;
