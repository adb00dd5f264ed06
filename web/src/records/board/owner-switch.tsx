import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { keys } from "@/api/keys";
import { listRecords, totalsOf } from "@/api/records";
import type { ObjectMeta } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { titleOf } from "@/metadata/values";
import { Segments } from "@/ui/segments";
import { useBoardOwner } from "./use-board-owner";

/** Until somebody chooses, the first owner that has any records: an empty board says nothing of a full house. */
function useFilledFirst(
  object: ObjectMeta,
  field: string | undefined,
  ids: string[],
  chosen: string | undefined,
  onChoose: (id: string) => void,
) {
  const asked = { group: field };
  const totals = useQuery({
    queryKey: keys.totals(object.plural, asked),
    queryFn: ({ signal }) => totalsOf(object.plural, asked, signal),
    enabled: field !== undefined && !chosen && ids.length > 1,
  });
  const filled = new Set(
    totals.data?.groups.filter((group) => group.count > 0).map((group) => String(group.value)),
  );
  const first = ids.find((id) => filled.has(id));
  useEffect(() => {
    if (!chosen && first && first !== ids[0]) onChoose(first);
  });
}

/** Whose columns the board shows, where there are several (pipelines). */
export function OwnerSwitch({
  object,
  chosen,
  onChoose,
}: {
  object: ObjectMeta;
  chosen?: string;
  onChoose: (id: string) => void;
}) {
  const { owner, field } = useBoardOwner(object);
  const owners = useQuery({
    queryKey: keys.pick(owner?.plural ?? "", ""),
    queryFn: ({ signal }) => listRecords(owner?.plural ?? "", { limit: 20 }, signal),
    enabled: owner !== undefined,
    staleTime: 60_000,
  });
  const items = owners.data?.items ?? [];
  useFilledFirst(
    object,
    field,
    items.map((item) => item.id),
    chosen,
    onChoose,
  );
  if (!owner || items.length < 2) return null;
  return (
    <div className="board__owners">
      <Segments
        label={owner.label}
        value={chosen ?? items[0]?.id ?? ""}
        options={items.map((item) => ({ value: item.id, label: titleOf(owner, item, currentLanguage()) }))}
        onChange={onChoose}
      />
    </div>
  );
}
