import { takesList } from "@/lib/criteria";
import { ChoiceSelect } from "../shared/choice-select";
import type { FieldEditor, FilterProps } from "../types";

function Filter({ op, ...rest }: FilterProps) {
  return <ChoiceSelect {...rest} several={takesList(op)} />;
}

export const editor: FieldEditor = { Input: ChoiceSelect, Filter, instant: true };
