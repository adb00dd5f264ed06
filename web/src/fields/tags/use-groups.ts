import { type QueryClient, useQuery } from "@tanstack/react-query";
import { readGroups, type TagGroup } from "@/api/labels";

const none: TagGroup[] = [];
const keyOf = (object: string | undefined) => ["rows", "tags", "groups", object ?? ""] as const;

/** The groups tags of an object stand in, asked once for all its screens; none where there are none. */
export function useGroups(object: string | undefined): TagGroup[] {
  const query = useQuery({
    queryKey: keyOf(object),
    queryFn: ({ signal }) => readGroups(object ?? "", signal).then(({ groups }) => groups),
    enabled: object !== undefined,
    staleTime: 5 * 60_000,
    retry: false,
    meta: { quiet: true },
  });
  return query.data ?? none;
}

/** The chosen tags when one more is: of a group of single choice the newest stays. */
export function settled(chosen: string[], groups: TagGroup[]): string[] {
  const single = groups.filter((group) => !group.multiple);
  return chosen.filter((name, at) => {
    const group = single.find(({ tags }) => tags.some((tag) => tag.name === name));
    const later = chosen.slice(at + 1);
    return !group?.tags.some((tag) => tag.name !== name && later.includes(tag.name));
  });
}

/** Tags that give way when these are added to records: the others of their groups of single choice. */
export function givingWay(client: QueryClient, object: string | undefined, added: unknown): string[] {
  const groups = client.getQueryData<TagGroup[]>(keyOf(object)) ?? none;
  const names = new Set(Array.isArray(added) ? added.map(String) : []);
  return groups
    .filter((group) => !group.multiple && group.tags.some((tag) => names.has(tag.name)))
    .flatMap(({ tags }) => tags.map(({ name }) => name).filter((name) => !names.has(name)));
}
