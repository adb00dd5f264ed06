import { textEditor } from "../shared/text-editor";
import type { InputProps } from "../types";
import { phoneText } from "./display";

const typed = textEditor("tel");

function Input({ value, ...rest }: InputProps) {
  return <typed.Input {...rest} value={value === null || value === undefined ? null : phoneText(value)} />;
}

export const editor = { ...typed, Input };
