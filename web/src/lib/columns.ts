/** A person's own columns for one list: order, width, which are hidden. */
export type ColumnChoice = { order: string[]; hidden: string[]; widths: Record<string, number> };

export const noChoice: ColumnChoice = { order: [], hidden: [], widths: {} };

export const minWidth = 64;
export const maxWidth = 640;

export const clampWidth = (width: number): number =>
  Math.round(Math.min(maxWidth, Math.max(minWidth, width)));

/** Reads a stored choice; anything unreadable counts as none. */
export function readChoice(raw: string | null): ColumnChoice {
  if (!raw) return noChoice;
  try {
    const value = JSON.parse(raw) as Partial<ColumnChoice>;
    return {
      order: Array.isArray(value.order) ? value.order.map(String) : [],
      hidden: Array.isArray(value.hidden) ? value.hidden.map(String) : [],
      widths: typeof value.widths === "object" && value.widths ? value.widths : {},
    };
  } catch {
    return noChoice;
  }
}

/**
 * Columns in the person's order; the title always first; fields unknown to the order keep the server's order.
 * What the list is sorted by (`sorted`) is shown next to the title where it is no column of its own.
 */
export function arrange(
  title: string,
  defaults: string[],
  available: string[],
  choice: ColumnChoice,
  sorted: string[] = [],
): string[] {
  const known = new Set(available);
  const wanted = choice.order.length > 0 ? [...choice.order] : [...defaults];
  for (const name of choice.order.length > 0 ? defaults : []) if (!wanted.includes(name)) wanted.push(name);
  const hidden = new Set(choice.hidden);
  const rest = wanted.filter((name) => name !== title && known.has(name) && !hidden.has(name));
  const more = sorted.filter((name) => name !== title && known.has(name) && !rest.includes(name));
  return [title, ...new Set([...more, ...rest])];
}

/** Moves one name before another. */
export function moveBefore(names: string[], name: string, before: string | null): string[] {
  const rest = names.filter((other) => other !== name);
  const at = before === null ? rest.length : rest.indexOf(before);
  rest.splice(at < 0 ? rest.length : at, 0, name);
  return rest;
}
