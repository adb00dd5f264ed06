import { TypedList } from "../shared/filters";
import type { FieldEditor, FilterProps, InputProps } from "../types";
import { GroupedTags } from "./grouped";
import { useGroups } from "./use-groups";

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Words one types, or where tags stand in groups those of them. */
function Input(props: InputProps) {
  const { field, value, onChange, ...rest } = props;
  const groups = useGroups(field.of);
  if (groups.length === 0) return <TypedList {...props} op="has_any" />;
  return (
    <GroupedTags {...rest} groups={groups} label={field.label} value={list(value)} onChange={onChange} />
  );
}

/** The same to ask for; what a rule gives can be asked for, too. */
function Filter(props: FilterProps) {
  const groups = useGroups(props.field.of);
  if (groups.length === 0) return <TypedList {...props} />;
  const askable = groups.map((group) => ({
    ...group,
    multiple: true,
    free: true,
    open: true,
    tags: group.tags.map((tag) => ({ ...tag, ruled: false })),
  }));
  return (
    <GroupedTags
      groups={askable}
      label={props.field.label}
      value={list(props.value)}
      onChange={props.onChange}
    />
  );
}

export const editor: FieldEditor = { Input, Filter };
