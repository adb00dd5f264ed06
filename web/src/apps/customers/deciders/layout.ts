import { hierarchy, tree } from "d3-hierarchy";
import type { DecisionMap } from "./requests";
import { type Branch, forest } from "./tree";

export const size = { width: 200, height: 114 };
export const gap = { across: 48, down: 64 };
/** People with no reporting line at all stand below the trees, so many in a row. */
const inRow = 4;

export type Places = Map<string, { x: number; y: number }>;
const step = { x: size.width + gap.across, y: size.height + gap.down };

/** Where everybody's card stands: superiors above those who report to them, trees side by side. */
export function places(map: DecisionMap): Places {
  const branches = forest(map);
  const trees = branches.filter((branch) => branch.below.length > 0);
  const found: Places = new Map();
  let deepest = 0;
  if (trees.length > 0) {
    const root = hierarchy<Partial<Branch>>({ below: trees }, (branch) => branch.below);
    const laid = tree<Partial<Branch>>().nodeSize([step.x, step.y])(root);
    for (const { data, x, y, depth } of laid.descendants()) {
      if (!data.person) continue;
      found.set(data.person.id, { x, y: y - step.y });
      deepest = Math.max(deepest, depth);
    }
  }
  const left = Math.min(0, ...[...found.values()].map((place) => place.x));
  branches
    .filter((branch) => branch.below.length === 0)
    .forEach(({ person }, nth) => {
      found.set(person.id, {
        x: left + (nth % inRow) * step.x,
        y: (deepest + Math.floor(nth / inRow)) * step.y,
      });
    });
  return found;
}
