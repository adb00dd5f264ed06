import type { Ref } from "@/api/types";
import { RecordSelect } from "@/fields/shared/record-select";
import { refsOf } from "@/fields/shared/reference-editor";

type Props = { label: string; value: unknown[]; onChange: (people: Ref[]) => void };

/** Picks people; of those stored ids alone are known. */
export function People({ label, value, onChange }: Props) {
  return (
    <RecordSelect
      target="user"
      label={label}
      placeholder={label}
      value={refsOf(value)}
      several
      person
      onChange={onChange}
    />
  );
}
