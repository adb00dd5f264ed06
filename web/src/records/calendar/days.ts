import type { FieldMeta, ObjectMeta, RecordData } from "@/api/types";
import type { Node } from "@/lib/criteria";
import { addDays, isoDay, toDate } from "@/lib/dates";
import type { ListState } from "@/lib/list-state";
import { canEdit, fieldOf } from "@/metadata/meta";

const system = new Set(["created_at", "updated_at"]);
const dated = (field: FieldMeta): boolean =>
  (field.kind === "date" || field.kind === "datetime") && field.filterable;

/** Fields that say on which day a record lies; what people set comes before what the system does. */
export const dateFields = (object: ObjectMeta): FieldMeta[] => {
  const found = object.fields.filter(dated);
  return [
    ...found.filter((field) => !system.has(field.name)),
    ...found.filter((field) => system.has(field.name)),
  ];
};

/** Whether a calendar says more than when rows were typed. */
export const hasCalendar = (object: ObjectMeta): boolean =>
  object.fields.some((field) => dated(field) && !system.has(field.name));

/** The date a calendar goes by: the one asked for, else the first that can be moved, best one the list shows. */
export function dateOf(object: ObjectMeta, state: ListState): FieldMeta | undefined {
  const fields = dateFields(object);
  const asked = fieldOf(object, state.date ?? "");
  if (asked && fields.includes(asked)) return asked;
  const movable = fields.filter((field) => canEdit(object, field));
  return movable.find((field) => object.columns.includes(field.name)) ?? movable[0] ?? fields[0];
}

/** Monday of the week a day is in. */
const monday = (at: Date): Date => addDays(at, -((at.getDay() + 6) % 7));

/** The days a month (whole weeks) or a week shows, as "2026-11-22". */
export function daysOf(on: string, span: "month" | "week"): string[] {
  const at = toDate(on);
  const start = monday(span === "week" ? at : new Date(at.getFullYear(), at.getMonth(), 1));
  const after = monday(
    span === "week" ? addDays(at, 7) : addDays(new Date(at.getFullYear(), at.getMonth() + 1, 0), 7),
  );
  const days: string[] = [];
  for (let day = start; day < after; day = addDays(day, 1)) days.push(isoDay(day));
  return days;
}

/** A day of the month or week before or after. */
export function step(on: string, span: "month" | "week", by: 1 | -1): string {
  const at = toDate(on);
  return isoDay(span === "week" ? addDays(at, by * 7) : new Date(at.getFullYear(), at.getMonth() + by, 1));
}

/** Records of those days. */
export function within(field: FieldMeta, days: string[]): Node {
  const [first = "", last = first] = [days[0], days.at(-1)];
  const value =
    field.kind === "date"
      ? [first, last]
      : [toDate(first).toISOString(), new Date(addDays(toDate(last), 1).getTime() - 1).toISOString()];
  return { field: field.name, op: "between", value };
}

/** The local day of a record's date, "" without one. */
export function dayOf(record: RecordData, field: FieldMeta): string {
  const value = record[field.name];
  return typeof value === "string" ? isoDay(toDate(value)) : "";
}

/** The same time of another day. */
export function movedTo(value: string, field: FieldMeta, day: string): string {
  if (field.kind === "date") return day;
  const [at, to] = [new Date(value), toDate(day)];
  to.setHours(at.getHours(), at.getMinutes(), at.getSeconds(), at.getMilliseconds());
  return to.toISOString();
}
