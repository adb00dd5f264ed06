import { useState } from "react";
import type { RecordData } from "@/api/types";
import { useShortcuts } from "@/ui/shortcuts";
import type { Column } from "./use-columns";
import type { Selection } from "./use-selection";

export type Cursor = { row: number; column: number };

type Options = {
  rows: RecordData[];
  columns: Column[];
  selection: Selection;
  reveal: (row: number) => void;
  open: (record: RecordData) => void;
  edit: (record: RecordData, column: Column) => void;
};

/** A cell cursor moved by j/k and the arrows; Enter opens or edits, e edits, x ticks, Esc lets go. */
export function useCursor({ rows, columns, selection, reveal, open, edit }: Options) {
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const move = (down: number, right: number) => {
    const row = Math.min(rows.length - 1, Math.max(0, cursor ? cursor.row + down : 0));
    const column = Math.min(columns.length - 1, Math.max(0, (cursor?.column ?? 0) + right));
    if (rows.length === 0) return;
    setCursor({ row, column });
    reveal(row);
  };
  const here = () => ({ record: rows[cursor?.row ?? -1], column: columns[cursor?.column ?? -1] });
  const start = () => {
    const { record, column } = here();
    if (record && column) edit(record, column);
  };
  useShortcuts({
    j: () => move(1, 0),
    k: () => move(-1, 0),
    ArrowDown: () => move(1, 0),
    ArrowUp: () => move(-1, 0),
    ...(cursor
      ? {
          ArrowLeft: () => move(0, -1),
          ArrowRight: () => move(0, 1),
          Enter: () => {
            const { record, column } = here();
            if (record && column?.title) open(record);
            else start();
          },
          e: start,
          F2: start,
          x: () => {
            const { record } = here();
            if (record) selection.toggle(record.id, !selection.chosen.has(record.id), false);
          },
        }
      : {}),
    Escape: () => {
      setCursor(null);
      selection.clear();
    },
  });
  return { cursor, setCursor };
}
