import { useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { listRecords } from "@/api/records";
import type { Node } from "@/lib/criteria";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";

/** Records of `target` about an object, to choose one of them; `also`: what else they must be. */
export function useOffered(target: string, about: string, also: Node[] = []) {
  const object = useObject(target);
  const of: Node = { field: "object", op: "eq", value: about };
  const asked = { filter: { and: [of, ...also] }, limit: 100 };
  const query = useQuery({
    queryKey: keys.list(object?.plural ?? target, asked),
    queryFn: ({ signal }) => listRecords(object?.plural ?? "", asked, signal),
    enabled: object !== undefined,
  });
  return (query.data?.items ?? []).map((record) => ({
    value: record.id,
    label: object ? titleOf(object, record, currentLanguage()) : record.id,
  }));
}
