import type { DecisionMap, Person } from "./requests";

export type Branch = { person: Person; below: Branch[] };

const size = (branch: Branch): number => branch.below.reduce((sum, each) => sum + size(each), 1);

/** Who reports to whom: those who report to nobody shown are the tops, the largest trees first. */
export function forest(map: DecisionMap): Branch[] {
  const branches = new Map(map.people.map((person) => [person.id, { person, below: [] as Branch[] }]));
  const below = new Set<string>();
  for (const { kind, contact, to } of map.lines) {
    const [branch, superior] = [branches.get(contact.id), branches.get(to.id)];
    if (kind !== "reports_to" || !branch || !superior) continue;
    superior.below.push(branch);
    below.add(contact.id);
  }
  return [...branches.values()]
    .filter((branch) => !below.has(branch.person.id))
    .sort((one, other) => size(other) - size(one));
}

/** Everybody with how far down he stands, superiors before those below them. */
export const inOrder = (branches: Branch[], depth = 0): { person: Person; depth: number }[] =>
  branches.flatMap((branch) => [{ person: branch.person, depth }, ...inOrder(branch.below, depth + 1)]);

/** Ids of everybody below a person, himself among them: nobody of them can be his superior. */
export function selfAndBelow(map: DecisionMap, person: string): Set<string> {
  const find = (branches: Branch[]): Branch | undefined => {
    for (const branch of branches) {
      const found = branch.person.id === person ? branch : find(branch.below);
      if (found) return found;
    }
    return undefined;
  };
  const found = find(forest(map));
  return new Set(found ? inOrder([found]).map((each) => each.person.id) : [person]);
}
