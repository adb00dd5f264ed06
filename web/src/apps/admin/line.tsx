import { type ReactNode, useId } from "react";

type Told = { id: string; "aria-describedby": string; "aria-invalid": boolean | undefined };
type LineProps = {
  label: string;
  hint: string | undefined;
  error: string | undefined;
  children: (told: Told) => ReactNode;
};

/** An input with its name, what is wrong with it and what it is for. */
export function Line({ label, hint, error, children }: LineProps) {
  const id = useId();
  return (
    <div className="labelled">
      <label htmlFor={id}>{label}</label>
      {children({ id, "aria-describedby": `${id}-hint`, "aria-invalid": error ? true : undefined })}
      <div id={`${id}-hint`}>
        {error && <p className="form__error">{error}</p>}
        {hint && <p className="muted">{hint}</p>}
      </div>
    </div>
  );
}
