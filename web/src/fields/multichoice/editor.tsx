import { ChoiceSelect } from "../shared/choice-select";
import type { FieldEditor, FilterProps, InputProps } from "../types";

const Input = (props: InputProps) => <ChoiceSelect {...props} several />;
const Filter = ({ op: _op, ...rest }: FilterProps) => <ChoiceSelect {...rest} several />;

export const editor: FieldEditor = { Input, Filter };
