import type { ReactNode } from "react";
import type { FieldMeta } from "@/api/types";
import { FieldInput } from "@/fields/editor";
import "./form.css";

type Values = Record<string, unknown>;
type Props = {
  fields: FieldMeta[];
  values: Values;
  errors: Record<string, string>;
  prefix: string;
  focusFirst?: boolean;
  onChange: (name: string, value: unknown) => void;
};

const wide = new Set(["longtext", "richtext", "address", "json", "translated", "im"]);
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
    <div className={`form__field ${wide.has(field.kind) ? "form__field--wide" : ""}`}>
      {grouped.has(field.kind) ? (
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
export function RecordForm({ fields, values, errors, prefix, focusFirst = false, onChange }: Props) {
  return (
    <div className="form">
      {fields.map((field, at) => {
        const id = `${prefix}-${field.name}`;
        const error = errors[field.name];
        return (
          <Label key={field.name} field={field} id={id}>
            <FieldInput
              id={id}
              field={field}
              value={values[field.name] ?? null}
              invalid={error !== undefined}
              autoFocus={focusFirst && at === 0 && ["text", "email", "phone"].includes(field.kind)}
              onChange={(value) => onChange(field.name, value)}
            />
            {error ? (
              <p className="form__error" role="alert">
                {error}
              </p>
            ) : (
              field.help && <p className="form__help">{field.help}</p>
            )}
          </Label>
        );
      })}
    </div>
  );
}
