import { useMemo, useState } from "react";
import type { ObjectMeta } from "@/api/types";
import { canEdit } from "@/metadata/meta";
import { useSave } from "../use-save";
import type { RowActions } from "./grid-row";
import type { Selection } from "./use-selection";

/** What can be done to a row where it stands, and which cell is being edited. */
export function useRowActions(object: ObjectMeta, selection: Selection, point: RowActions["point"]) {
  const [editing, setEditing] = useState<{ id: string; field: string } | null>(null);
  const { mutate } = useSave(object);
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
