import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import { createRecord } from "@/api/records";
import type { ObjectMeta, RecordData, Ref } from "@/api/types";
import { isEmpty } from "@/fields/value";

export type Part = "account" | "contact" | "opportunity";
export type Values = Record<Part, Record<string, unknown>>;
export type Errors = Record<Part, Record<string, string>>;
type Made = Partial<Record<Part, RecordData>>;

const none: Errors = { account: {}, contact: {}, opportunity: {} };

const filled = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));

/** What is written for a part: its own values and the ties to what was made before it. */
export function bodyOf(
  part: Part,
  values: Values,
  made: { account?: Ref; contact?: Ref },
): Record<string, unknown> {
  const own = filled(values[part]);
  if (part === "account") return own;
  const ties = filled({ account: made.account, contact: part === "opportunity" ? made.contact : undefined });
  return { ...own, ...ties };
}

const refOf = (record: RecordData | undefined): Ref | undefined =>
  record && { id: record.id, title: String(record.name ?? "") };

/** Makes company, contact and deal one after the other; what already exists is not made twice on a second try. */
export function useNewDeal(
  objects: Partial<Record<Part, ObjectMeta>>,
  chosen: Ref | null,
  onDone: (made: Made) => void,
) {
  const client = useQueryClient();
  const [values, setValues] = useState<Values>({ account: {}, contact: {}, opportunity: {} });
  const [errors, setErrors] = useState<Errors>(none);
  const [made, setMade] = useState<Made>({});
  const wanted = (part: Part) => Object.keys(filled(values[part])).length > 0;

  const save = async (): Promise<Made> => {
    let done = made;
    for (const part of ["account", "contact", "opportunity"] as const) {
      const object = objects[part];
      if (!object || done[part] || !wanted(part) || (part === "account" && chosen)) continue;
      const ties = { account: chosen ?? refOf(done.account), contact: refOf(done.contact) };
      try {
        done = { ...done, [part]: await createRecord(object.plural, bodyOf(part, values, ties)) };
        setMade(done);
      } catch (error) {
        if (error instanceof Problem) setErrors({ ...none, [part]: error.byField() });
        throw error;
      }
    }
    return done;
  };
  const write = useMutation({
    meta: { quiet: true },
    mutationFn: save,
    onSuccess: (all) => {
      for (const object of Object.values(objects)) if (object) refresh(client, object.plural);
      onDone(all);
    },
  });
  const change = (part: Part) => (name: string, value: unknown) => {
    setValues((old) => ({ ...old, [part]: { ...old[part], [name]: value } }));
    setErrors((old) => ({ ...old, [part]: {} }));
  };
  return { values, errors, setErrors, change, write, made, wanted };
}
