import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import {
  changeRecord,
  createRecord,
  deleteRecord,
  listRecords,
  restoreRecord,
  runAction,
} from "@/api/records";
import type { FieldKind, RecordData } from "@/api/types";
import type { Node } from "@/lib/criteria";

export type Said = { zh?: string; en?: string };
export type ChoiceDefinition = { value?: string; label: Said; color?: string };
export type Rollup = { from: string; how: "count" | "sum" | "min" | "max"; of?: string; where?: Node | null };
export type Options = {
  formula?: string;
  rollup?: Rollup;
  choices?: ChoiceDefinition[];
  target?: string;
  max_length?: number;
  digits?: number;
  default?: unknown;
};
export type FieldDefinition = RecordData & {
  object: string;
  name: string;
  kind: FieldKind;
  label: Said;
  help: Said | null;
  required: boolean;
  unique: boolean;
  personal: boolean;
  searchable: boolean;
  options: Options | null;
  section: Said | null;
  position: number;
};
export type ObjectDefinition = RecordData & {
  key: string;
  label: Said;
  label_plural: Said | null;
  icon: string;
  number_pattern: string | null;
  open: boolean;
};
export type Plural = "custom_fields" | "custom_objects";

/** All definitions of one sort, those in use or those in the bin; 200 at a time are more than anybody looks at. */
export function useDefinitions<Definition>(plural: Plural, object?: string, deleted = false) {
  const filter = object ? ({ field: "object", op: "eq", value: object } as const) : null;
  return useQuery({
    queryKey: ["rows", plural, "own", object ?? "", deleted],
    queryFn: async ({ signal }) => {
      const page = await listRecords(
        plural,
        { filter, deleted, sort: plural === "custom_fields" ? "position" : "created_at", limit: 200 },
        signal,
      );
      return page.items as unknown as Definition[];
    },
  });
}

/** Writes of definitions; afterwards every screen asks for its metadata anew. */
export function useDefine(plural: Plural) {
  const client = useQueryClient();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [general, setGeneral] = useState<string | null>(null);
  const renew = async () => {
    refresh(client, plural);
    await client.invalidateQueries({ queryKey: ["meta"] });
  };
  const write = useMutation({
    meta: { quiet: true },
    mutationFn: ({ id, version, values }: { id?: string; version?: number; values: object }) =>
      id ? changeRecord(plural, id, values, version ?? 0) : createRecord(plural, values),
    onSuccess: renew,
    onError: (error) => {
      const found = error instanceof Problem ? error.byField() : {};
      setErrors(found);
      setGeneral(Object.keys(found).length === 0 ? error.message : null);
    },
  });
  const retire = useMutation({
    mutationFn: ({ id, version }: RecordData) => deleteRecord(plural, id, version),
    onSuccess: renew,
  });
  const move = useMutation({
    mutationFn: ({ id, before }: { id: string; before: string | null }) =>
      runAction(plural, id, "move", { before }),
    onSettled: renew,
  });
  const restore = useMutation({ mutationFn: (id: string) => restoreRecord(plural, id), onSuccess: renew });
  const clear = () => {
    setErrors({});
    setGeneral(null);
  };
  return { write, retire, restore, move, errors, general, clear };
}
