import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldMeta } from "@/api/types";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { RecordForm } from "./record-form";
import { missing } from "./use-create";

type Props = {
  title: string;
  /** What its button does, in a word. */
  ok?: string;
  hint?: string;
  fields: FieldMeta[];
  start?: Record<string, unknown>;
  busy: boolean;
  danger?: boolean;
  errors?: Record<string, string>;
  /** Why it could not be done, where that is no field's. */
  refused?: string;
  onSubmit: (values: Record<string, unknown>) => void;
  onCancel: () => void;
  children?: ReactNode;
  /** What is to be said about what is filled in. */
  note?: (values: Record<string, unknown>) => ReactNode;
};

/** Asks for the input of an action or of a bulk edit. */
export function InputDialog({
  title,
  ok,
  hint,
  fields,
  start = {},
  busy,
  danger,
  errors,
  refused,
  onSubmit,
  onCancel,
  children,
  note,
}: Props) {
  const { t } = useTranslation();
  const [values, setValues] = useState<Record<string, unknown>>(start);
  const [gaps, setGaps] = useState<Record<string, string>>({});
  const submit = () => {
    const found = missing(fields, values, t);
    setGaps(found);
    const given = Object.fromEntries(fields.map((field) => [field.name, values[field.name] ?? null]));
    if (Object.keys(found).length === 0) onSubmit(given);
  };
  return (
    <Dialog
      title={title}
      width={fields.length > 2 || children ? 560 : 420}
      okText={ok ?? t("common.done")}
      cancelText={t("common.cancel")}
      okButtonProps={{ danger, loading: busy }}
      onOk={submit}
      onCancel={onCancel}
    >
      {hint && <p className="muted">{hint}</p>}
      {children}
      {refused && <Note danger>{refused}</Note>}
      <div style={{ marginTop: 12 }} className={fields.length === 1 ? "form--one" : undefined}>
        <RecordForm
          fields={fields}
          values={values}
          errors={{ ...errors, ...gaps }}
          prefix="input"
          focusFirst
          onChange={(name, value) => {
            setValues((old) => ({ ...old, [name]: value }));
            setGaps({});
          }}
        />
      </div>
      {note?.(values)}
    </Dialog>
  );
}
