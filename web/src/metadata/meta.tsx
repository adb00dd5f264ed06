import { createContext, type ReactNode, useContext } from "react";
import { type ActionMeta, type FieldMeta, fieldKinds, type Meta, type ObjectMeta } from "@/api/types";

type Indexed = { meta: Meta; byKey: Map<string, ObjectMeta>; byPlural: Map<string, ObjectMeta> };

const Context = createContext<Indexed | null>(null);

const technical = new Set(["id", "version"]);

/** Metadata as the screens need it: found by key and plural, without the fields nobody looks at. */
export function indexMeta(raw: Meta): Indexed {
  const objects = raw.objects.map((object) => ({
    ...object,
    fields: object.fields.filter((field) => !technical.has(field.name)),
  }));
  return {
    meta: { ...raw, objects },
    byKey: new Map(objects.map((object) => [object.key, object])),
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
export const useObject = (key: string | null | undefined): ObjectMeta | undefined =>
  useIndexed().byKey.get(key ?? "");
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

const kinds = new Set<string>(fieldKinds);

/** An action's input as full field metadata: an input named like a field of the object is entered like that field. */
export function inputsOf(object: ObjectMeta, action: ActionMeta): FieldMeta[] {
  return action.input.map((input) => {
    const like = fieldOf(object, input.name);
    const known = kinds.has(input.kind) && (input.kind !== "text" || !like);
    const label = input.label && input.label !== input.name ? input.label : (like?.label ?? input.name);
    const kind = known ? input.kind : (like?.kind ?? "text");
    return {
      ...blank,
      ...like,
      ...input,
      ...(known ? {} : { choices: input.choices ?? like?.choices }),
      kind,
      label,
      readonly: false,
    };
  });
}

const blank = { sortable: false, filterable: false, groupable: false, operators: [] };
