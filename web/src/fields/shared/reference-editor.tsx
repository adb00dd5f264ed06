import type { Ref } from "@/api/types";
import { takesList } from "@/lib/criteria";
import { useObject } from "@/metadata/meta";
import { isRef } from "@/metadata/values";
import type { FieldEditor, FilterProps, InputProps } from "../types";
import { RecordSelect } from "./record-select";

export const refsOf = (value: unknown): Ref[] => {
  const list = Array.isArray(value)
    ? value
    : value === null || value === undefined || value === ""
      ? []
      : [value];
  return list
    .map((item) => (isRef(item) ? item : { id: String(item), title: null }))
    .filter((ref) => ref.id !== "");
};

/** Editor of one reference, or of several. */
export function referenceEditor(target: string | null, several: boolean): FieldEditor {
  function Input({ field, value, onChange, id, invalid, autoFocus }: InputProps) {
    const key = target ?? field.target ?? "";
    const readable = useObject(key)?.rights.read ?? false;
    if (!readable) return <span className="muted">—</span>;
    return (
      <RecordSelect
        target={key}
        within={field.within}
        label={field.label}
        value={refsOf(value)}
        several={several}
        person={key === "user"}
        clearable={!field.required}
        id={id}
        invalid={invalid}
        autoFocus={autoFocus}
        onChange={(refs) => onChange(several ? refs : (refs[0] ?? null))}
      />
    );
  }
  function Filter({ field, op, value, onChange }: FilterProps) {
    const many = takesList(op);
    return (
      <RecordSelect
        target={target ?? field.target ?? ""}
        label={field.label}
        value={refsOf(value)}
        several={many}
        onChange={(refs) => onChange(many ? refs : (refs[0] ?? null))}
      />
    );
  }
  return { Input, Filter, instant: !several };
}
