import type { Ref } from "@/api/types";
import { takesList } from "@/lib/criteria";
import type { FilterProps } from "../types";
import { RecordSelect } from "./record-select";
import { refsOf } from "./reference-editor";

type Special = { token: string; label: string };
type Props = FilterProps & { target: string; special: Special[] };

const marker = "token:";

/** A person, or a moving word such as "me" that each reader fills with himself. */
export function PeopleFilter({ field, op, value, onChange, target, special }: Props) {
  const many = takesList(op);
  const toRef = (item: unknown): Ref[] => {
    const token = special.find(
      ({ token: name }) => typeof item === "object" && item !== null && name in item,
    );
    return token ? [{ id: marker + token.token, title: token.label }] : refsOf(item);
  };
  const fromRef = (ref: Ref): unknown =>
    ref.id.startsWith(marker) ? { [ref.id.slice(marker.length)]: true } : ref;
  const list = Array.isArray(value) ? value : value ? [value] : [];
  return (
    <RecordSelect
      target={target}
      label={field.label}
      person={target === "user"}
      several={many}
      extra={special.map(({ token, label }) => ({ id: marker + token, title: label }))}
      value={list.flatMap(toRef)}
      onChange={(refs) => onChange(many ? refs.map(fromRef) : refs[0] ? fromRef(refs[0]) : null)}
    />
  );
}
