import { useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import type { Reaching } from "@/records/extensions";
import { ReachNotes } from "@/records/reach/reach-notes";
import { readReach } from "./requests";

/** What is to be known before somebody is reached by way of a record. */
export function ReachNote({ object, record, channel, at, day }: Reaching) {
  const asked = { object: object.key, id: record.id, channel, at, day };
  const found = useQuery({
    queryKey: [...keys.record(object.plural, record.id), "reach", asked],
    queryFn: ({ signal }) => readReach(asked, signal),
    placeholderData: (before) => before,
    retry: false,
    meta: { quiet: true },
  }).data;
  return found?.items.map(({ id, title, notes }) => (
    <ReachNotes key={id} name={id === record.id ? undefined : title} notes={notes} />
  ));
}
