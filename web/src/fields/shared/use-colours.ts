import { useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { listRecords } from "@/api/records";
import type { ObjectMeta } from "@/api/types";

const none: ReadonlyMap<string, string> = new Map();

/** Colours people gave to the records of a small configured object (stages), by id; empty for any other. */
export function useColours(object: ObjectMeta | undefined): ReadonlyMap<string, string> {
  const coloured = object?.group === "settings" && object.fields.some((field) => field.name === "color");
  const query = useQuery({
    queryKey: [...keys.rows(object?.plural ?? ""), "colours"],
    queryFn: ({ signal }) => listRecords(object?.plural ?? "", { fields: "color", limit: 200 }, signal),
    enabled: coloured,
    staleTime: 5 * 60_000,
    select: (page) => new Map(page.items.map((item) => [item.id, String(item.color ?? "")])),
  });
  return query.data ?? none;
}
