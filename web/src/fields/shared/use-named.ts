import { useQuery } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { listRecords } from "@/api/records";
import type { Ref } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";

const id = /^[0-9a-f]{8}-/;

/** The records with their titles, also where only ids are kept (in conditions and in the steps of a process). */
export function useNamed(target: string, refs: Ref[]): Ref[] {
  const object = useObject(target);
  const nameless = refs.filter((ref) => ref.title === null && id.test(ref.id)).map((ref) => ref.id);
  const filter = { field: "id", op: "in", value: nameless };
  const query = useQuery({
    queryKey: keys.pick(object?.plural ?? "", nameless.join()),
    queryFn: ({ signal }) => listRecords(object?.plural ?? "", { filter, limit: 200 }, signal),
    enabled: object !== undefined && nameless.length > 0,
    placeholderData: (before) => before,
    staleTime: 60_000,
    meta: { quiet: true },
  });
  if (!object || nameless.length === 0) return refs;
  const titles = new Map(
    (query.data?.items ?? []).map((record) => [record.id, titleOf(object, record, currentLanguage())]),
  );
  return refs.map((ref) => ({ ...ref, title: ref.title ?? titles.get(ref.id) ?? null }));
}
