import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys, refresh } from "@/api/keys";
import { boardOf, changeRecord, runAction } from "@/api/records";
import type { Board, LeftOut, ObjectMeta, RecordData } from "@/api/types";
import type { Node } from "@/lib/criteria";
import type { ListState } from "@/lib/list-state";
import { paramsOf } from "../list/use-rows";

export function useBoard(object: ObjectMeta, state: ListState) {
  const { sort: _sort, deleted: _deleted, ...params } = paramsOf(state);
  const asked = { ...params, field: object.board ?? "", pipeline: state.pipeline, limit: 20 };
  const key = keys.board(object.plural, asked);
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => boardOf(object.plural, asked, signal),
    placeholderData: keepPreviousData,
  });
  return { query, key };
}

/** The board with one card moved, counts and all, while the server is still at it. */
export function withMoved(board: Board, id: string, to: string | null): Board {
  const from = board.columns.find((column) => column.items.some((item) => item.id === id));
  const card = from?.items.find((item) => item.id === id);
  if (!card || !from || from.value === to) return board;
  return {
    ...board,
    columns: board.columns.map((column) => {
      if (column.value === from.value)
        return { ...column, count: column.count - 1, items: column.items.filter((item) => item.id !== id) };
      if (column.value === to) return { ...column, count: column.count + 1, items: [card, ...column.items] };
      return column;
    }),
  };
}

/** What the sums of all columns are without, by field, and which columns that is in. */
export function leftOut(object: ObjectMeta, board: Board | undefined) {
  const short = (board?.columns ?? []).filter((column) => column.left_out && column.value !== null);
  if (!board?.sum_field || !object.board || short.length === 0) return undefined;
  const lefts = short.flatMap((column) => column.left_out ?? []);
  const of: LeftOut = {
    count: lefts.reduce((sum, each) => sum + each.count, 0),
    of: lefts.reduce((sum, each) => sum + each.of, 0),
    currencies: [...new Set(lefts.flatMap((each) => each.currencies))].sort(),
  };
  const where: Node = { field: object.board, op: "in", value: short.map((column) => column.value) };
  return { of: { [board.sum_field]: of }, where };
}

export type Move = { record: RecordData; to: string; input?: Record<string, unknown> };

/** Moves a card through the object's own action, or by writing the field where it has none. */
export function useMove(
  object: ObjectMeta,
  key: readonly unknown[],
  onRefused: (error: Error, move: Move) => void,
) {
  const client = useQueryClient();
  const field = object.board ?? "";
  return useMutation({
    meta: { quiet: true },
    mutationFn: async ({ record, to, input }: Move) => {
      const values = { ...input, [field]: to };
      if (object.board_action)
        return (await runAction(object.plural, record.id, object.board_action, values)).record;
      return changeRecord(object.plural, record.id, values, record.version);
    },
    onMutate: async ({ record, to }) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<Board>(key);
      client.setQueryData<Board>(key, (old) => old && withMoved(old, record.id, to));
      return { before };
    },
    onError: (error, move, context) => {
      client.setQueryData(key, context?.before);
      onRefused(error, move);
    },
    onSettled: (_saved, _error, { record }) => refresh(client, object.plural, record.id),
  });
}
