import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { refresh } from "@/api/keys";
import {
  type Merge,
  type Merged,
  type MergeRule,
  type Moving,
  mergeRecords,
  previewMerge,
  type Take,
} from "@/api/merging";
import type { ObjectMeta, RecordData } from "@/api/types";

/** What was made of two, what it was made of and what went along. */
export type Outcome = { merged: Merged; gone: RecordData; moves: Moving[] };

/** The choices of one merge, what would come of them, and carrying it out. */
export function useMerge(object: ObjectMeta, id: string, other: string, onDone: (done: Outcome) => void) {
  const client = useQueryClient();
  const [rule, setRule] = useState<MergeRule | null>(null);
  const [take, setTake] = useState<Record<string, Take>>({});
  const wanted: Merge = { with: other, take, rule };
  const preview = useQuery({
    queryKey: ["merge", object.plural, id, wanted],
    queryFn: ({ signal }) => previewMerge(object.plural, id, wanted, signal),
    placeholderData: keepPreviousData,
    retry: false,
    meta: { quiet: true },
  });
  const found = preview.data;
  const run = useMutation({
    meta: { quiet: true },
    mutationFn: () =>
      mergeRecords(object.plural, id, {
        ...wanted,
        version: found?.keep.version,
        with_version: found?.other.version,
      }),
    onSuccess: (merged) => {
      refresh(client, object.plural, id);
      refresh(client, object.plural, other);
      if (found) onDone({ merged, gone: found.other, moves: found.moves });
    },
    // Somebody was faster: what there is now is shown.
    onError: () => void preview.refetch(),
  });
  /** All fields at once, by hand: what may not be chosen stays. */
  const takeAll = (side: Take) => {
    const open = found?.fields.filter((field) => field.open && field.differs) ?? [];
    setTake(Object.fromEntries(open.map((field) => [field.name, side])));
  };
  return {
    preview,
    run,
    rule,
    follow: (next: MergeRule | null) => {
      setRule(next);
      setTake({});
    },
    choose: (field: string, side: Take) => setTake((old) => ({ ...old, [field]: side })),
    takeAll,
  };
}
