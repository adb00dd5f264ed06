/** The entries without those an erasure leaves beside the one that says on what grounds. */
export function toldOnce<E extends { verb: string; change: string }>(entries: E[]): E[] {
  const erased = new Set(entries.filter(({ verb }) => verb === "x:erased").map(({ change }) => change));
  return entries.filter(({ verb, change }) => !(erased.has(change) && ["x:erase", "update"].includes(verb)));
}
