import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { type ListParams, readRecord, totalsOf } from "@/api/records";
import type { ActionMeta, FieldMeta, ObjectMeta, RecordData } from "@/api/types";
import { inputsOf } from "@/metadata/meta";
import { isRef } from "@/metadata/values";
import { Note } from "@/ui/note";
import type { BoardOwner } from "../board/use-board-owner";
import type { Selection } from "../list/use-selection";

/** How many of the records belong to each owner of the board's columns (deals of a pipeline), by its id. */
export type Spread = ReadonlyMap<string, number>;

function counted(rows: RecordData[], chosen: ReadonlySet<string>, field: string): Spread {
  const found = new Map<string, number>();
  for (const row of rows) {
    const of = row[field];
    if (chosen.has(row.id) && isRef(of)) found.set(of.id, (found.get(of.id) ?? 0) + 1);
  }
  return found;
}

export function useSpread(
  object: ObjectMeta,
  { field }: BoardOwner,
  { selection, rows, params, wanted }: Asked,
): Spread | undefined {
  const { sort: _sort, deleted: _deleted, ...asked } = params;
  const grouped = { ...asked, group: field };
  const totals = useQuery({
    queryKey: keys.totals(object.plural, grouped),
    queryFn: ({ signal }) => totalsOf(object.plural, grouped, signal),
    enabled: wanted && selection.all && field !== undefined,
  });
  if (!field) return undefined;
  if (!selection.all) return counted(rows, selection.chosen, field);
  return totals.data && new Map(totals.data.groups.map(({ value, count }) => [String(value), count]));
}

type Asked = { selection: Selection; rows: RecordData[]; params: ListParams; wanted: boolean };

/** What an action asks for; of the columns of a board those of the records' own owners are offered. */
export const nearInputs = (
  object: ObjectMeta,
  action: ActionMeta,
  { link }: BoardOwner,
  spread?: Spread,
): FieldMeta[] =>
  inputsOf(action).map((input) =>
    link && spread && action.name === object.board_action && input.name === object.board
      ? { ...input, within: { field: link, op: "in", value: [...spread.keys()] } }
      : input,
  );

/** Of records with several owners: how many go over to the owner of the column chosen. */
export function Elsewhere({
  board,
  chosen,
  spread,
}: {
  board: BoardOwner;
  chosen: unknown;
  spread?: Spread;
}) {
  const { t } = useTranslation();
  const { columns, owner, link } = board;
  const id = isRef(chosen) ? chosen.id : "";
  const column = useQuery({
    queryKey: keys.record(columns?.plural ?? "", id),
    queryFn: ({ signal }) => readRecord(columns?.plural ?? "", id, signal),
    enabled: id !== "" && (spread?.size ?? 0) > 1,
  });
  const to = column.data?.[link ?? ""];
  if (!spread || !isRef(to)) return null;
  const count = [...spread].reduce((sum, [each, many]) => (each === to.id ? sum : sum + many), 0);
  if (count === 0) return null;
  return <Note>{t("bulk.elsewhere", { count, owner: owner?.label, to: to.title })}</Note>;
}
