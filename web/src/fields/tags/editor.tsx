import { TypedList } from "../shared/filters";
import type { FieldEditor, InputProps } from "../types";

const Input = (props: InputProps) => <TypedList {...props} op="has_any" />;

export const editor: FieldEditor = { Input, Filter: TypedList };
