import type { Ref } from "@/api/types";
import { asGroup, prune } from "@/lib/criteria";
import type { Draft, Plan, Run } from "./types";

let last = 0;
export const newKey = (): string => String(++last);

export const emptyDraft = (): Draft => ({
  rules: [],
  people: [{ key: newKey(), to: null, share: 50 }],
  by: "share",
  together: true,
  rest: null,
  keep: false,
});

/** What was tried last, to be changed. */
export function draftOf({ plan, people }: Run): Draft {
  const named = (id: string | null) => people.find((each) => each.id === id) ?? null;
  return {
    ...plan,
    rules: plan.rules.map((rule) => ({
      key: newKey(),
      object: rule.object,
      condition: asGroup(rule.condition),
      to: named(rule.to),
    })),
    people: plan.people.map(({ to, share }) => ({ key: newKey(), to: named(to), share })),
    rest: named(plan.rest),
  };
}

/** The plan as the server takes it; lines nobody has been chosen for are left out. */
export function planOf(draft: Draft): Plan {
  return {
    by: draft.by,
    together: draft.together,
    keep: draft.keep,
    rest: draft.rest?.id ?? null,
    people: draft.people.flatMap(({ to, share }) => (to ? [{ to: to.id, share }] : [])),
    rules: draft.rules.flatMap(({ object, condition, to }) => {
      const pruned = prune(condition);
      return to && pruned ? [{ object, condition: pruned, to: to.id }] : [];
    }),
  };
}

/** A successor chosen; of a leaver the first takes what goes to one person as a whole, until another is chosen for it. */
export function withSuccessor(
  draft: Draft,
  key: string,
  to: Ref | null,
  left: boolean,
): Pick<Draft, "people" | "rest"> {
  const [first] = draft.people;
  const follows = left && first?.key === key && (draft.rest?.id ?? null) === (first.to?.id ?? null);
  return {
    people: draft.people.map((each) => (each.key === key ? { ...each, to } : each)),
    rest: follows ? to : draft.rest,
  };
}

/** Each person's part of the whole, in per cent. */
export function percentOf(draft: Draft, key: string): number {
  const whole = draft.people.reduce((sum, each) => sum + each.share, 0);
  const own = draft.people.find((each) => each.key === key)?.share ?? 0;
  return whole > 0 ? Math.round((own / whole) * 100) : 0;
}

/** Whether anybody gets anything. */
export const isReady = (draft: Draft): boolean => {
  const plan = planOf(draft);
  return plan.people.length + plan.rules.length > 0 || plan.rest !== null;
};

export const isBusy = (run: Run | null | undefined): boolean =>
  run !== null && run !== undefined && ["checking", "running", "undoing"].includes(run.state);
