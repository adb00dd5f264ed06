import { useMemo, useState } from "react";
import type { ObjectMeta } from "@/api/types";
import { canEdit } from "@/metadata/meta";
import { useSave } from "../use-save";
import type { Refused } from "./cell-editor";
import type { RowActions } from "./grid-row";
import type { Selection } from "./use-selection";

type Editing = { id: string; field: string; refused?: Refused };

/** What can be done to a row where it stands, and which cell is being edited. */
export function useRowActions(object: ObjectMeta, selection: Selection, point: RowActions["point"]) {
  const [editing, setEditing] = useState<Editing | null>(null);
  const { mutate } = useSave(object, (error, { record, values }) => {
    const [[field, value] = ["", null]] = Object.entries(values);
    setEditing((other) => other ?? { id: record.id, field, refused: { value, why: error.message } });
    return false;
  });
  const actions = useMemo<RowActions>(
    () => ({
      tick: selection.toggle,
      point,
      edit: (record, column) => {
        if (canEdit(object, column.field)) setEditing({ id: record.id, field: column.field.name });
      },
      save: (record, column, value) => {
        setEditing(null);
        mutate({ record, values: { [column.field.name]: value } });
      },
      cancel: () => setEditing(null),
    }),
    [object, selection.toggle, point, mutate],
  );
  return { editing, actions };
}
