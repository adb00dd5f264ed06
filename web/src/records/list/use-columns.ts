import { useMemo } from "react";
import type { FieldMeta, ObjectMeta } from "@/api/types";
import { displays } from "@/fields/displays";
import { arrange, type ColumnChoice, clampWidth, moveBefore, readChoice } from "@/lib/columns";
import { fieldOf } from "@/metadata/meta";
import { useSignedIn } from "@/metadata/session";
import { useStored } from "@/ui/use-stored";

export type Column = { field: FieldMeta; width: number; align?: "end"; title: boolean };

/** A person's columns of one list, and how to change them; kept on this device until saved views come. */
export function useColumns(object: ObjectMeta) {
  const { user } = useSignedIn();
  const [choice, save] = useStored<ColumnChoice>(`haoke.columns.${user.id}.${object.key}`, readChoice);
  const names = useMemo(
    () =>
      arrange(
        object.title,
        object.columns,
        object.fields.map((field) => field.name),
        choice,
      ),
    [object, choice],
  );
  const columns = useMemo(
    () =>
      names.flatMap((name): Column[] => {
        const field = fieldOf(object, name);
        if (!field) return [];
        const ui = displays[field.kind];
        const title = name === object.title;
        const width = choice.widths[name] ?? (title ? 230 : ui.width);
        return [{ field, width, align: ui.align, title }];
      }),
    [names, object, choice.widths],
  );
  return {
    columns,
    names,
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
