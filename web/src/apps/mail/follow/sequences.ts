import type { RecordData } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import type { Step } from "./requests";

export const plural = "mail-sequences";

/** Active sequences for records of an object. */
export const sequencesFor = (object: string) => ({
  fields: "name,object,active",
  filter: {
    and: [
      { field: "active", op: "eq", value: true },
      { field: "object", op: "eq", value: object },
    ],
  },
  sort: "name",
});

export const nameOf = (record: RecordData): string => {
  const name = record.name as { zh?: string; en?: string } | null;
  return name?.[currentLanguage()] || name?.en || name?.zh || "";
};

export const stepsOf = (value: unknown): Step[] => (Array.isArray(value) ? (value as Step[]) : []);

/** A further mail: the first goes at once, the others after three working days. */
export function newStep(steps: Step[]): Step {
  const numbers = steps.map((step) => Number(/^m(\d+)$/.exec(step.id)?.[1] ?? 0));
  const id = `m${Math.max(0, ...numbers) + 1}`;
  return { id, template: null, days: steps.length === 0 ? 0 : 3, from: "09:00", until: "18:00" };
}

/** The steps with one of them at another place. */
export function moved(steps: Step[], from: number, to: number): Step[] {
  const next = steps.filter((_, at) => at !== from);
  const step = steps[from];
  return step ? [...next.slice(0, to), step, ...next.slice(to)] : steps;
}
