import { type Node, toWire } from "@/lib/criteria";
import { isRef } from "@/metadata/values";
import type { Automation, Details, Kind, Step, Trigger } from "./types";

const parts: Record<Trigger, (keyof Details)[]> = {
  created: [],
  updated: ["fields"],
  deleted: [],
  action: ["action"],
  date: ["field", "n", "unit", "side", "at"],
  schedule: ["every", "at", "weekday", "day"],
  message: ["endpoint"],
};
const used: Record<Kind, (keyof Step)[]> = {
  set: ["values"],
  assign: ["people"],
  tag: ["field", "add", "remove"],
  task: ["object", "values"],
  create: ["object", "values"],
  notify: ["owner", "people", "message", "mail"],
  mail: ["mailbox", "template", "field"],
  webhook: ["webhook"],
  act: ["action", "input"],
  wait: ["n", "unit", "field"],
  branch: ["branches"],
  approval: ["process"],
};

/** Records by their id alone, however deep. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (isRef(value)) return value.id;
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
  return value;
}

function chosen<T extends object>(from: T, names: (keyof T)[]): Partial<T> {
  const found = names.filter((name) => from[name] !== undefined && from[name] !== null);
  return Object.fromEntries(found.map((name) => [name, plain(from[name])])) as Partial<T>;
}

/** A step as the server takes it: only what its kind uses. */
export function stepToWire(step: Step): object {
  const said = chosen(step, used[step.kind]);
  const branches = step.branches?.map((branch) => ({
    when: toWire(branch.when),
    steps: branch.steps.map(stepToWire),
  }));
  const decided = { approved: step.approved?.map(stepToWire), refused: step.refused?.map(stepToWire) };
  return {
    id: step.id,
    kind: step.kind,
    ...said,
    ...(step.kind === "branch" ? { branches } : {}),
    ...(step.kind === "approval" ? decided : {}),
  };
}

/** A rule as the server takes it. */
export function toServer(rule: Automation) {
  return {
    object: rule.object,
    trigger: rule.trigger,
    details: chosen(rule.details ?? {}, parts[rule.trigger]),
    condition: toWire(rule.condition),
    before: rule.trigger === "updated" ? toWire(rule.before) : null,
    steps: (rule.steps ?? []).map(stepToWire),
    imports: rule.imports,
  };
}

/** Every step, those of branches after the one that branches. */
export const flat = (steps: Step[]): Step[] =>
  steps.flatMap((step) => [
    step,
    ...(step.branches ?? []).flatMap((branch) => flat(branch.steps)),
    ...flat(step.approved ?? []),
    ...flat(step.refused ?? []),
  ]);

/** A new step, with an id no other has; `more`: what its object offers to begin with. */
export function newStep(kind: Kind, all: Step[], more: Partial<Step> = {}): Step {
  const taken = new Set(flat(all).map((step) => step.id));
  let number = taken.size + 1;
  while (taken.has(`s${number}`)) number += 1;
  const start: Partial<Record<Kind, Partial<Step>>> = {
    notify: { owner: true, message: "" },
    wait: { n: 1, unit: "day" },
    branch: { branches: [{ when: null, steps: [] }] },
    approval: { approved: [], refused: [] },
    set: { values: {} },
    task: { values: {} },
    create: { values: {} },
    act: { input: {} },
    assign: { people: [] },
  };
  return { id: `s${number}`, kind, ...start[kind], ...more };
}

export const moved = (steps: Step[], from: number, to: number): Step[] => {
  const rest = steps.filter((_, at) => at !== from);
  const step = steps[from];
  return step ? [...rest.slice(0, to), step, ...rest.slice(to)] : steps;
};

/** `part`: of the step, such as "template" or "values"; `name`: of what is within it, a field for example. */
export type Wrong = { part: string; name: string; message: string };

/** What the server said against a rule, step by step; "" is about none of them. */
export function byStep(errors: { field: string | null; message: string }[]): Record<string, Wrong[]> {
  const found: Record<string, Wrong[]> = {};
  for (const error of errors) {
    const [head, id = "", part = "", name = ""] = (error.field ?? "").split(".");
    const about = head === "steps" ? { part, name } : { part: "", name: "" };
    const key = head === "steps" ? id : "";
    found[key] = [...(found[key] ?? []), { ...about, message: error.message }];
  }
  return found;
}

export const hasCondition = (node: Node | null): boolean => toWire(node) !== null;
