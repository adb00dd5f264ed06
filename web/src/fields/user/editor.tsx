import { translate } from "@/lib/i18n";
import { PeopleFilter } from "../shared/people-filter";
import { referenceEditor } from "../shared/reference-editor";
import type { FieldEditor, FilterProps } from "../types";

const tokens = ["me", "my_team", "my_department"] as const;

const Filter = (props: FilterProps) => (
  <PeopleFilter
    {...props}
    target="user"
    special={tokens.map((token) => ({ token, label: translate(`people.${token}`) }))}
  />
);

export const editor: FieldEditor = { ...referenceEditor("user", false), Filter };
