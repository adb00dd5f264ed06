import type { ReactNode } from "react";
import type { FieldMeta } from "@/api/types";
import { RecordInput } from "../built/record-input";
import "./form.css";

type Values = Record<string, unknown>;
type Props = {
  fields: FieldMeta[];
  values: Values;
  errors: Record<string, string>;
  prefix: string;
  focusFirst?: boolean;
  /** One below the other, as a section of a layout may say. */
  columns?: 1 | 2;
  onChange: (name: string, value: unknown) => void;
};

const wide = new Set(["longtext", "richtext", "address", "json", "translated", "im"]);
/** Chosen by name: how it is spelt, as its help says, is for those who type it. */
const chosen = new Set(["object", "action", "mapping"]);
const short = new Set(["fields"]);
const grouped = new Set(["rating", "boolean", "address", "im", "translated", "richtext", "file"]);

function Label({ field, id, children }: { field: FieldMeta; id: string; children: ReactNode }) {
  const text = (
    <>
      {field.label}
      {field.required && (
        <span className="form__star" aria-hidden="true">
          {" "}
          *
        </span>
      )}
    </>
  );
  return (
    <div
      className={`form__field ${wide.has(field.kind) && !short.has(field.editor ?? "") ? "form__field--wide" : ""}`}
    >
      {grouped.has(field.kind) || (field.kind === "json" && field.editor) ? (
        <span className="form__label">{text}</span>
      ) : (
        <label className="form__label" htmlFor={id}>
          {text}
        </label>
      )}
      {children}
    </div>
  );
}

/** Inputs for fields, two beside each other where there is room, each with its help and its error. */
export function RecordForm({
  fields,
  values,
  errors,
  prefix,
  focusFirst = false,
  columns = 2,
  onChange,
}: Props) {
  return (
    <div className={columns === 1 ? "form form--one" : "form"}>
      {fields.map((field, at) => {
        const id = `${prefix}-${field.name}`;
        const error = errors[field.name];
        return (
          <Label key={field.name} field={field} id={id}>
            <RecordInput
              id={id}
              field={field}
              values={values}
              problems={errors}
              value={values[field.name] ?? null}
              invalid={error !== undefined}
              autoFocus={
                focusFirst && at === 0 && ["text", "email", "phone", "translated"].includes(field.kind)
              }
              onChange={(value) => onChange(field.name, value)}
            />
            {error ? (
              <p className="form__error" role="alert">
                {error}
              </p>
            ) : (
              field.help && !chosen.has(field.editor ?? "") && <p className="form__help">{field.help}</p>
            )}
          </Label>
        );
      })}
    </div>
  );
}
