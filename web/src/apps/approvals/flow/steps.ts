import type { Node } from "@/lib/criteria";

export const kinds = ["people", "role", "superior", "superiors", "choice", "copy", "branch"] as const;
export type Kind = (typeof kinds)[number];
export const modes = ["all", "any", "one_by_one", "percent"] as const;
export const thens = ["remind", "hand_on", "agree", "refuse"] as const;
export type Limit = { hours: number; then: (typeof thens)[number] };
export type Branch = { name: string | null; when: Node | null; steps: Step[] };
/** A step of a process as it is stored; people and roles by their ids. */
export type Step = {
  id: string;
  kind: Kind;
  name: string | null;
  people: string[];
  role: string | null;
  level: number;
  mode: (typeof modes)[number];
  percent: number;
  nobody: "pass" | "administrator";
  limit: Limit | null;
  when: Node | null;
  branches: Branch[];
};
/** Where a step stands: in the process itself (`inside` null) or in a branch of a step. */
export type Place = { inside: string | null; branch: number; at: number };

const shape: Omit<Step, "id" | "kind"> = {
  name: null,
  people: [],
  role: null,
  level: 1,
  mode: "all",
  percent: 100,
  nobody: "administrator",
  limit: null,
  when: null,
  branches: [],
};

/** Stored steps, whatever of them is said; no list of steps is none. */
export function readSteps(raw: unknown): Step[] {
  if (!Array.isArray(raw)) return [];
  return raw
    .filter((each): each is Partial<Step> & { id: string; kind: Kind } => kinds.includes(each?.kind))
    .map((each) => ({
      ...shape,
      ...each,
      branches: (each.branches ?? []).map((branch) => ({
        name: branch.name ?? null,
        when: branch.when ?? null,
        steps: readSteps(branch.steps),
      })),
    }));
}

/** All steps, those of branches after the one that branches. */
export const everyStep = (steps: Step[]): Step[] =>
  steps.flatMap((step) => [step, ...step.branches.flatMap((branch) => everyStep(branch.steps))]);

/** A new step, its id unlike those there are; what branches begins with two ways. */
export function newStep(steps: Step[], kind: Kind): Step {
  const taken = new Set(everyStep(steps).map((step) => step.id));
  let number = taken.size + 1;
  while (taken.has(`n${number}`)) number += 1;
  const ways = kind === "branch" ? [newBranch(), newBranch()] : [];
  return { ...shape, id: `n${number}`, kind, branches: ways };
}

export const newBranch = (): Branch => ({ name: null, when: null, steps: [] });

function within(steps: Step[], place: Omit<Place, "at">, change: (list: Step[]) => Step[]): Step[] {
  if (place.inside === null) return change(steps);
  return steps.map((step) => ({
    ...step,
    branches: step.branches.map((branch, at) => ({
      ...branch,
      steps:
        step.id === place.inside && at === place.branch
          ? change(branch.steps)
          : within(branch.steps, place, change),
    })),
  }));
}

export const insert = (steps: Step[], place: Place, step: Step): Step[] =>
  within(steps, place, (list) => list.toSpliced(place.at, 0, step));

/** Every step through a change that may also drop it (null). */
function mapped(steps: Step[], change: (step: Step) => Step | null): Step[] {
  return steps.flatMap((step) => {
    const changed = change(step);
    if (!changed) return [];
    const branches = changed.branches.map((branch) => ({ ...branch, steps: mapped(branch.steps, change) }));
    return [{ ...changed, branches }];
  });
}

export const replace = (steps: Step[], id: string, part: Partial<Step>): Step[] =>
  mapped(steps, (step) => (step.id === id ? { ...step, ...part } : step));

export const remove = (steps: Step[], id: string): Step[] =>
  mapped(steps, (step) => (step.id === id ? null : step));

/** One step up or down among its neighbours. */
export function move(steps: Step[], id: string, by: 1 | -1): Step[] {
  const at = steps.findIndex((step) => step.id === id);
  const step = steps[at];
  if (step) {
    const to = at + by;
    return to < 0 || to >= steps.length ? steps : steps.toSpliced(at, 1).toSpliced(to, 0, step);
  }
  return steps.map((each) => ({
    ...each,
    branches: each.branches.map((branch) => ({ ...branch, steps: move(branch.steps, id, by) })),
  }));
}

/** The steps without conditions, for another object whose fields these are not. */
export const withoutConditions = (steps: Step[]): Step[] =>
  mapped(steps, (step) => ({
    ...step,
    when: null,
    branches: step.branches.map((branch) => ({ ...branch, when: null })),
  }));

/** The document as it is stored: only what a step of its kind says. */
export function stored(steps: Step[]): object[] {
  return steps.map(({ id, kind, name, when, ...rest }) => {
    const base = { id, kind, ...(name?.trim() ? { name: name.trim() } : {}), ...(when ? { when } : {}) };
    if (kind === "branch")
      return {
        ...base,
        branches: rest.branches.map((branch) => ({ ...branch, steps: stored(branch.steps) })),
      };
    if (kind === "copy") return { ...base, people: rest.people };
    return { ...base, ...who({ kind, ...rest }), ...how(rest), ...(rest.limit ? { limit: rest.limit } : {}) };
  });
}

function who({ kind, people, role, level }: Pick<Step, "kind" | "people" | "role" | "level">): object {
  if (kind === "people") return { people };
  if (kind === "role") return { role };
  if (kind === "superior") return { level };
  if (kind === "superiors") return role ? { role } : { level };
  return { ...(people.length > 0 ? { people } : {}), ...(role ? { role } : {}) };
}

const how = ({ mode, percent, nobody }: Pick<Step, "mode" | "percent" | "nobody">): object => ({
  mode,
  ...(mode === "percent" ? { percent } : {}),
  nobody,
});
