import { createContext, type ReactNode, useContext } from "react";
import type { ActionMeta, FieldMeta, Meta, ObjectMeta } from "@/api/types";

type Indexed = { meta: Meta; byKey: Map<string, ObjectMeta>; byPlural: Map<string, ObjectMeta> };

const Context = createContext<Indexed | null>(null);

const technical = new Set(["id", "version"]);

/** An object without what is reckoned while reading: rules and forms know only what is stored. */
const stored = (object: ObjectMeta): ObjectMeta => ({
  ...object,
  fields: object.fields.filter((field) => !field.reckoned),
});

/** Metadata as the screens need it: found by key, and by plural as lists and pages show it; without the fields nobody
 * looks at. */
export function indexMeta(raw: Meta): Indexed {
  const known = new Set(raw.objects.map((object) => object.key));
  // A column of names this person may not know would say so in every row.
  const blind = (object: ObjectMeta, name: string) => {
    const target = fieldOf(object, name)?.target;
    return target !== null && target !== undefined && !known.has(target);
  };
  const objects = raw.objects.map((object) => ({
    ...object,
    columns: object.columns.filter((name) => !blind(object, name)),
    fields: object.fields.filter((field) => !technical.has(field.name)),
  }));
  return {
    meta: { ...raw, objects },
    byKey: new Map(objects.map((object) => [object.key, stored(object)])),
    byPlural: new Map(objects.map((object) => [object.plural, object])),
  };
}

export function MetaProvider({ value, children }: { value: Indexed; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

function useIndexed(): Indexed {
  const indexed = useContext(Context);
  if (!indexed) throw new Error("useMeta outside MetaProvider");
  return indexed;
}

export const useMeta = (): Meta => useIndexed().meta;

/** Whether a module is in use. */
export const useModule = (key: string): boolean => !useMeta().off?.includes(key);
export const useObject = (key: string | null | undefined): ObjectMeta | undefined =>
  useIndexed().byKey.get(key ?? "");
/** An object with what is reckoned of it for lists. */
export const useListed = (key: string | null | undefined): ObjectMeta | undefined =>
  useMeta().objects.find((object) => object.key === key);
export const useObjectByPlural = (plural: string): ObjectMeta | undefined =>
  useIndexed().byPlural.get(plural);
export const useObjects = (): ((key: string) => ObjectMeta | undefined) => {
  const { byKey } = useIndexed();
  return (key) => byKey.get(key);
};

export const fieldOf = (object: ObjectMeta, name: string): FieldMeta | undefined =>
  object.fields.find((field) => field.name === name);

export const canEdit = (object: ObjectMeta, field: FieldMeta): boolean =>
  object.rights.update && !field.readonly;

const blank = { sortable: false, filterable: false, groupable: false, operators: [] };

/** An action's input as full field metadata, for the form every record is entered with. */
export const inputsOf = (action: ActionMeta): FieldMeta[] =>
  action.input.map((input) => ({ ...blank, ...input }));
