/** Criteria: the one language of conditions, as the server reads it. */
export type Condition = { field: string; op: string; value?: unknown };
export type Related = { related: string; where: Node | null; op: "some" | "none" };
export type Group = { and: Node[] } | { or: Node[] };
export type Node = Group | { not: Node } | Condition | Related;

export const valueless = new Set(["empty", "nempty", "unrated"]);
const listed = new Set(["in", "nin", "has_any", "has_all", "has_none"]);

export const takesList = (op: string): boolean => listed.has(op);
export const isGroup = (node: Node): node is Group => "and" in node || "or" in node;
export const isNot = (node: Node): node is { not: Node } => "not" in node;
export const isRelated = (node: Node): node is Related => "related" in node;
export const isCondition = (node: Node): node is Condition => "field" in node;

export const joinOf = (group: Group): "and" | "or" => ("and" in group ? "and" : "or");
export const nodesOf = (group: Group): Node[] => ("and" in group ? group.and : group.or);
export const makeGroup = (join: "and" | "or", nodes: Node[]): Group =>
  join === "and" ? { and: nodes } : { or: nodes };

const filled = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== "" &&
  !(typeof value === "number" && Number.isNaN(value));

/** True when a condition says enough to be asked. */
export function isComplete(condition: Condition): boolean {
  const { op, value } = condition;
  if (!condition.field || !op) return false;
  if (valueless.has(op)) return true;
  if (op === "between") return Array.isArray(value) && value.length === 2 && value.every(filled);
  if (Array.isArray(value)) return value.length > 0 && value.every(filled);
  if (typeof value === "object" && value !== null && "n" in value) return filled(value.n);
  return filled(value);
}

/** Whether a condition somewhere in the tree does not say enough to be asked. */
export function isUnfinished(node: Node | null): boolean {
  if (!node) return false;
  if (isGroup(node)) return nodesOf(node).some(isUnfinished);
  if (isNot(node)) return isUnfinished(node.not);
  return isRelated(node) ? isUnfinished(node.where) : !isComplete(node);
}

/** The tree without unfinished conditions and empty groups; null when nothing is left. */
export function prune(node: Node | null): Node | null {
  if (!node) return null;
  if (isGroup(node)) {
    const rest = nodesOf(node)
      .map(prune)
      .filter((child) => child !== null);
    return rest.length === 0 ? null : makeGroup(joinOf(node), rest);
  }
  if (isNot(node)) {
    const inner = prune(node.not);
    return inner && { not: inner };
  }
  if (isRelated(node)) return node.related ? { ...node, where: prune(node.where) } : null;
  return isComplete(node) ? node : null;
}

/** Any tree as a top-level group, which is what the builder and the chips edit. */
export function asGroup(node: Node | null): Group {
  if (!node) return { and: [] };
  return isGroup(node) ? node : { and: [node] };
}

/** Both conditions must hold. */
export function allOf(...nodes: (Node | null | undefined)[]): Node | null {
  const rest = nodes.map((node) => prune(node ?? null)).filter((node) => node !== null);
  const [first] = rest;
  return rest.length > 1 ? { and: rest } : (first ?? null);
}

export const replaceAt = (group: Group, index: number, node: Node): Group =>
  makeGroup(
    joinOf(group),
    nodesOf(group).map((old, at) => (at === index ? node : old)),
  );

export const removeAt = (group: Group, index: number): Group =>
  makeGroup(
    joinOf(group),
    nodesOf(group).filter((_, at) => at !== index),
  );

export const append = (group: Group, node: Node): Group =>
  makeGroup(joinOf(group), [...nodesOf(group), node]);

/** The value to keep when the operator changes: kept when its shape still fits, else dropped. */
export function carryValue(from: string, to: string, value: unknown): unknown {
  if (valueless.has(to)) return undefined;
  const shape = (op: string) =>
    takesList(op) ? "list" : op === "between" ? "pair" : op === "within" ? "rel" : "one";
  if (shape(from) === shape(to)) return value;
  if (shape(from) === "one" && shape(to) === "list" && filled(value)) return [value];
  if (shape(from) === "list" && shape(to) === "one" && Array.isArray(value)) return value[0];
  return undefined;
}

/** How many conditions a tree holds, for "3 filters". */
export function countConditions(node: Node | null): number {
  if (!node) return 0;
  if (isGroup(node)) return nodesOf(node).reduce((sum, child) => sum + countConditions(child), 0);
  if (isNot(node)) return countConditions(node.not);
  return 1;
}

/** Reads a tree from an untrusted place (the URL); null when it is none. */
export function readCriteria(raw: unknown): Node | null {
  if (typeof raw !== "object" || raw === null) return null;
  if ("and" in raw || "or" in raw) {
    const nodes = "and" in raw ? raw.and : (raw as { or: unknown }).or;
    if (!Array.isArray(nodes)) return null;
    const read = nodes.map(readCriteria);
    return read.every((node) => node !== null) ? makeGroup("and" in raw ? "and" : "or", read) : null;
  }
  if ("not" in raw) {
    const inner = readCriteria(raw.not);
    return inner && { not: inner };
  }
  if ("related" in raw && typeof raw.related === "string") {
    const where = "where" in raw ? readCriteria(raw.where) : null;
    return { related: raw.related, where, op: "op" in raw && raw.op === "none" ? "none" : "some" };
  }
  if ("field" in raw && typeof raw.field === "string" && "op" in raw && typeof raw.op === "string")
    return "value" in raw
      ? { field: raw.field, op: raw.op, value: raw.value }
      : { field: raw.field, op: raw.op };
  return null;
}

const plainValue = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === "object" && value !== null && "id" in value && "title" in value) return value.id;
  return value;
};

/** The tree as the server takes it: records named by id alone (the URL keeps their titles for the chips). */
export function toWire(node: Node | null): Node | null {
  const tree = prune(node);
  if (!tree) return null;
  if (isGroup(tree))
    return makeGroup(
      joinOf(tree),
      nodesOf(tree).map((child) => toWire(child) ?? child),
    );
  if (isNot(tree)) return { not: toWire(tree.not) ?? tree.not };
  if (isRelated(tree)) return { ...tree, where: toWire(tree.where) };
  return "value" in tree ? { ...tree, value: plainValue(tree.value) } : tree;
}
