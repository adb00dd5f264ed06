import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import { createRecord } from "@/api/records";
import type { FieldMeta, ObjectMeta, RecordData } from "@/api/types";
import { isEmpty } from "@/fields/value";
import type { Translate } from "@/lib/i18n";
import { fieldOf } from "@/metadata/meta";
import { wired } from "../built/wired";

type Values = Record<string, unknown>;

/** Required fields that are still empty, each with what to do. */
export function missing(fields: FieldMeta[], values: Values, t: Translate): Record<string, string> {
  const empty = fields.filter((field) => field.required && !field.readonly && isEmpty(values[field.name]));
  return Object.fromEntries(empty.map((field) => [field.name, t("form.required", { field: field.label })]));
}

/** Values, errors and the write of a new record. */
export function useCreate(
  object: ObjectMeta,
  start: Values,
  t: Translate,
  onDone: (record: RecordData) => void,
) {
  const client = useQueryClient();
  const [values, setValues] = useState<Values>(start);
  const from = useRef<string>(undefined);
  const [byRules, setByRules] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const write = useMutation({
    meta: { quiet: true },
    mutationFn: () => {
      const filled = Object.entries(values).filter(([, value]) => !isEmpty(value));
      const wire = filled.map(([name, value]) => [name, wired(fieldOf(object, name), value)]);
      const told = Object.fromEntries(wire);
      if (byRules) delete told.owner;
      return createRecord(object.plural, told, byRules, from.current);
    },
    onSuccess: (record) => {
      refresh(client, object.plural);
      onDone(record);
    },
    onError: (error) => setErrors(error instanceof Problem ? error.byField() : {}),
  });
  const change = (name: string, value: unknown) => {
    setValues((old) => ({ ...old, [name]: value }));
    setErrors(({ [name]: _gone, ...rest }) => rest);
  };
  /** Values looked up elsewhere; the Log is told from where. */
  const take = (found: Values, reason: string) => {
    from.current = reason;
    setValues((old) => ({ ...old, ...found }));
    setErrors({});
  };
  const restart = (again: Values) => {
    from.current = undefined;
    setValues(again);
    setErrors({});
  };
  const submit = (fields: FieldMeta[]) => {
    const gaps = missing(fields, values, t);
    setErrors(gaps);
    if (Object.keys(gaps).length === 0) write.mutate();
  };
  const shown = new Set(Object.keys(errors));
  const elsewhere =
    write.error instanceof Problem
      ? write.error.errors.filter(
          (error) => !error.field || !object.fields.some((field) => field.name === error.field),
        )
      : [];
  const general = write.error && shown.size === 0 && elsewhere.length === 0 ? write.error.message : null;
  return {
    values,
    errors,
    byRules,
    setByRules,
    change,
    take,
    restart,
    submit,
    busy: write.isPending,
    notes: elsewhere.map((e) => e.message),
    general,
  };
}
