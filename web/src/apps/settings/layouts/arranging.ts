import type { ObjectMeta } from "@/api/types";

export type Label = { zh?: string | null; en?: string | null };
/** Fields under one heading; `key` tells them apart while they are edited. */
export type Part = { key: string; label: Label; fields: string[]; columns: 1 | 2 };
export type Stored = { label: Label; fields: string[]; columns?: 1 | 2 };

let last = 0;
export const newKey = (): string => `part${++last}`;

/** Stored sections as they are edited; without any, those the object is shown with now. */
export function partsOf(object: ObjectMeta, stored: Stored[] | null, language: "zh" | "en"): Part[] {
  if (stored)
    return stored.map(({ label, fields, columns = 2 }) => ({ key: newKey(), label, fields, columns }));
  return object.sections
    .map(({ label, fields, columns = 2 }) => ({
      key: newKey(),
      label: { [language]: label },
      fields: fields.filter((name) => !object.fields.find((field) => field.name === name)?.readonly),
      columns,
    }))
    .filter((part) => part.fields.length > 0);
}

export const storedOf = (parts: Part[]): Stored[] => parts.map(({ key: _key, ...rest }) => rest);

/** Fields no part has, in the object's order. */
export const unplaced = (object: ObjectMeta, parts: Part[]): string[] => {
  const placed = new Set(parts.flatMap((part) => part.fields));
  return object.fields.map((field) => field.name).filter((name) => !placed.has(name));
};

/** A field put into a part (null: taken out of all), before another field or at the end. */
export function place(parts: Part[], name: string, to: string | null, before: string | null): Part[] {
  if (name === before) return parts;
  return parts.map((part) => {
    const rest = part.fields.filter((other) => other !== name);
    if (part.key !== to) return { ...part, fields: rest };
    const at = before === null ? -1 : rest.indexOf(before);
    return { ...part, fields: at < 0 ? [...rest, name] : rest.toSpliced(at, 0, name) };
  });
}

/** One step up or down, into the neighbouring part at an edge. */
export function nudge(parts: Part[], name: string, by: 1 | -1): Part[] {
  const here = parts.findIndex((part) => part.fields.includes(name));
  const part = parts[here];
  if (!part) return parts;
  const at = part.fields.indexOf(name) + by;
  if (at >= 0 && at < part.fields.length)
    return place(parts, name, part.key, by > 0 ? (part.fields[at + 1] ?? null) : (part.fields[at] ?? null));
  const next = parts[here + by];
  return next ? place(parts, name, next.key, by > 0 ? (next.fields[0] ?? null) : null) : parts;
}
