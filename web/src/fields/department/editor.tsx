import { translate } from "@/lib/i18n";
import { PeopleFilter } from "../shared/people-filter";
import { referenceEditor } from "../shared/reference-editor";
import type { FieldEditor, FilterProps } from "../types";

const Filter = (props: FilterProps) => (
  <PeopleFilter
    {...props}
    target="department"
    special={[{ token: "my_department", label: translate("people.my_department") }]}
  />
);

export const editor: FieldEditor = { ...referenceEditor("department", false), Filter };
