import type { SavedView, ViewColumn, ViewDefinition, ViewKind } from "@/api/types";
import { readCriteria, toWire } from "@/lib/criteria";
import { type ListState, readListState } from "@/lib/list-state";

/** The list a saved view opens. */
export const stateOf = ({ id, kind, definition }: SavedView): ListState =>
  readListState({
    ...definition,
    saved: id,
    view: kind === "list" ? undefined : kind,
  });

/** What of a list a view keeps; whatever is as it always is stays out. */
export function definitionOf(state: ListState, columns?: ViewColumn[]): ViewDefinition {
  const filter = toWire(state.filter ?? null);
  const { q, sort, scope, group, date, span, pipeline, place, measure } = state;
  const parts = { q, sort, scope, group, date, span, pipeline, place, measure, columns };
  const whole = { filter: filter ?? undefined, ...parts };
  return Object.fromEntries(
    Object.entries(whole).filter(([, value]) => value !== undefined),
  ) as ViewDefinition;
}

export const kindOf = (state: ListState): ViewKind => state.view ?? "list";

/** Whether the list shows something else than the view it began as (a pipeline nobody chose does not count). */
export function isChanged(view: SavedView, state: ListState): boolean {
  const { columns: _columns, ...kept } = view.definition;
  const { pipeline, ...now } = definitionOf(state);
  const { pipeline: chosen, filter, ...was } = kept;
  const before = { ...definitionOf(readListState(was)), filter: toWire(readCriteria(filter)) ?? undefined };
  return (
    kindOf(state) !== view.kind || (chosen !== undefined && chosen !== pipeline) || text(before) !== text(now)
  );
}

/** Whether a list without a view shows anything worth keeping. */
export const isPlain = (state: ListState): boolean =>
  Object.keys(definitionOf({ ...state, pipeline: undefined })).length === 0 && !state.view;

const text = (value: object): string =>
  JSON.stringify(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([a], [b]) => a.localeCompare(b)),
  );

const blank: { [Part in keyof Required<ListState>]: undefined } = {
  q: undefined,
  filter: undefined,
  sort: undefined,
  scope: undefined,
  group: undefined,
  date: undefined,
  span: undefined,
  on: undefined,
  pipeline: undefined,
  place: undefined,
  measure: undefined,
  view: undefined,
  bin: undefined,
  saved: undefined,
};

/** A change that leaves nothing of what the list showed before. */
export const onlyThis = (state: ListState): Partial<ListState> => ({ ...blank, ...state });
