import type { FieldMeta, ObjectMeta } from "@/api/types";

/** A field of the written record and one of the other, compared by a kind of key or as similar names. */
export type Pair = { field: string; with: string; by: string };
export type Tree = { all: Node[] } | { any: Node[] };
export type Node = Pair | Tree;

export const isTree = (node: Node): node is Tree => "all" in node || "any" in node;
export const joinOf = (tree: Tree): "all" | "any" => ("all" in tree ? "all" : "any");
export const nodesOf = (tree: Tree): Node[] => ("all" in tree ? tree.all : tree.any);
export const treeOf = (join: "all" | "any", nodes: Node[]): Tree =>
  join === "all" ? { all: nodes } : { any: nodes };
export const empty: Pair = { field: "", with: "", by: "" };

/** The conditions in a value, none where there is nothing yet. */
export const treeIn = (value: unknown): Tree =>
  typeof value === "object" && value !== null && isTree(value as Node) ? (value as Tree) : { any: [empty] };

export const keyed = (object: ObjectMeta): FieldMeta[] =>
  object.fields.filter((field) => (field.keys?.length ?? 0) > 0);

const kinds = ["uscc", "phone", "email", "domain", "company", "name"];

/** How two fields can be compared. */
export function waysOf(own: FieldMeta | undefined, other: FieldMeta | undefined): string[] {
  const common = kinds.filter((kind) => own?.keys?.includes(kind) && other?.keys?.includes(kind));
  return common.includes("company") ? [...common, "similar"] : common;
}
