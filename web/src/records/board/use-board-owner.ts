import type { ObjectMeta } from "@/api/types";
import { useObjects } from "@/metadata/meta";

/** What the columns belong to (a pipeline for stages), and the fields that say so of a record and of a column. */
export type BoardOwner = { columns?: ObjectMeta; owner?: ObjectMeta; field?: string; link?: string };

export function useBoardOwner(object: ObjectMeta): BoardOwner {
  const lookup = useObjects();
  const board = object.fields.find((field) => field.name === object.board);
  const columns = lookup(board?.target ?? "");
  const own = new Map(
    object.fields.filter(({ kind }) => kind === "reference").map(({ target, name }) => [target, name]),
  );
  const link = columns?.fields.find(({ kind, target }) => kind === "reference" && own.has(target));
  return { columns, owner: lookup(link?.target ?? ""), field: own.get(link?.target), link: link?.name };
}
