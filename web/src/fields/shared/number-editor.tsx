import { useState } from "react";
import { readNumber } from "@/lib/number";
import type { FieldEditor, InputProps } from "../types";
import { filterFrom } from "./filters";
import { PlainInput } from "./plain-input";

type Props = InputProps & { parse: (decimal: string) => unknown };

/** A number as people type it ("1.2万", "3,000"); what cannot be read is kept and refused by the server by name. */
export function NumberInput({ field, value, onChange, parse, ...rest }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const settled = value === null || value === undefined ? "" : String(value);
  return (
    <PlainInput
      {...rest}
      label={field.label}
      mode="decimal"
      value={typed !== null && sameNumber(typed, settled) ? typed : settled}
      onChange={(raw) => {
        const text = String(raw);
        setTyped(text);
        const number = readNumber(text);
        onChange(text === "" ? null : number === null ? text : parse(number));
      }}
    />
  );
}

const sameNumber = (typed: string, value: string): boolean =>
  typed === value || readNumber(typed) === readNumber(value);

export function numberEditor(parse: (decimal: string) => unknown): FieldEditor {
  function Input(props: InputProps) {
    return <NumberInput {...props} parse={parse} />;
  }
  return { Input, Filter: filterFrom(Input) };
}
