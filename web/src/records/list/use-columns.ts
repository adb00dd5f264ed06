import { useMemo } from "react";
import type { FieldMeta, ObjectMeta, SavedView, ViewColumn } from "@/api/types";
import { displays } from "@/fields/displays";
import { arrange, type ColumnChoice, clampWidth, moveBefore, readChoice } from "@/lib/columns";
import { readSort } from "@/lib/list-state";
import { fieldOf } from "@/metadata/meta";
import { useSignedIn } from "@/metadata/session";
import { useStored } from "@/ui/use-stored";
import { tiesName } from "./ties";

/** `ties`: what the record is about, which is no field of it. */
export type Column = { field: FieldMeta; width: number; align?: "end"; title: boolean; ties?: true };

const tiesField = (label: string): FieldMeta => ({
  name: tiesName,
  label,
  kind: "multireference",
  required: false,
  readonly: true,
  sortable: false,
  filterable: false,
  groupable: false,
  operators: [],
});

const widthsOf = (columns: ViewColumn[] | undefined): Record<string, number> =>
  Object.fromEntries(
    (columns ?? []).flatMap(({ field, width }): [string, number][] => (width ? [[field, width]] : [])),
  );

/** A person's columns of one list or of a saved view of it, and how to change them; kept on this device. */
export function useColumns(object: ObjectMeta, view?: SavedView, sort?: string) {
  const { user } = useSignedIn();
  const columnsOf = view?.definition.columns;
  const place = columnsOf ? `${object.key}.${view.id}` : object.key;
  const [own, save] = useStored<ColumnChoice>(`haoke.columns.${user.id}.${place}`, readChoice);
  const choice = useMemo(
    () => ({ ...own, widths: { ...widthsOf(columnsOf), ...own.widths } }),
    [own, columnsOf],
  );
  const names = useMemo(
    () =>
      arrange(
        object.title,
        columnsOf?.map((column) => column.field) ?? object.columns,
        object.fields.map((field) => field.name),
        choice,
        readSort(sort).map((key) => key.field),
      ),
    [object, columnsOf, choice, sort],
  );
  const columns = useMemo(
    () =>
      names.flatMap((name): Column[] => {
        const about = object.ties && name === object.title ? tiesField(object.ties) : undefined;
        const field = fieldOf(object, name);
        if (!field) return [];
        const ui = displays[field.kind];
        const title = name === object.title;
        const width = choice.widths[name] ?? (title ? 230 : ui.width);
        const column = { field, width, align: ui.align, title };
        if (!about) return [column];
        return [column, { field: about, width: choice.widths[tiesName] ?? 200, title: false, ties: true }];
      }),
    [names, object, choice.widths],
  );
  return {
    columns,
    names,
    widths: choice.widths,
    /** Whether this person has arranged them otherwise than the view or the object has them. */
    changed: own.order.length > 0 || own.hidden.length > 0 || Object.keys(own.widths).length > 0,
    resize: (name: string, width: number) =>
      save({ ...choice, widths: { ...choice.widths, [name]: clampWidth(width) } }),
    move: (name: string, before: string | null) =>
      save({ ...choice, order: moveBefore(names, name, before) }),
    show: (name: string, shown: boolean) =>
      save({
        ...choice,
        order: shown ? [...names, name] : names.filter((other) => other !== name),
        hidden: shown
          ? choice.hidden.filter((other) => other !== name)
          : [...new Set([...choice.hidden, name])],
      }),
    reset: () => save({ order: [], hidden: [], widths: {} }),
  };
}

export type Columns = ReturnType<typeof useColumns>;
