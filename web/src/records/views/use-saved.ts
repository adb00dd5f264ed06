import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys, refresh } from "@/api/keys";
import { changeRecord, createRecord, deleteRecord, restoreRecord, viewsOf } from "@/api/records";
import type { ObjectMeta, RecordData, SavedView, Views } from "@/api/types";
import type { ListState } from "@/lib/list-state";
import { toast } from "@/ui/toast";
import { isPlain, onlyThis, stateOf } from "./view-state";

type Change = (part: Partial<ListState>, push?: boolean) => void;

/** The views of an object this person has, which of them the list began as, and how to open another. */
export function useSaved(object: ObjectMeta, state: ListState, change: Change) {
  const query = useQuery({
    queryKey: keys.views(object.plural),
    queryFn: ({ signal }) => viewsOf(object.plural, signal),
    staleTime: 60_000,
  });
  const views = query.data;
  const first = views?.items.find((view) => view.id === views.first);
  const begins = first !== undefined && !state.saved && !state.bin && isPlain(state);
  useEffect(() => {
    if (begins) change(onlyThis(stateOf(first)));
  }, [begins, first, change]);
  const current = views?.items.find((view) => view.id === state.saved);
  return {
    views,
    current,
    open: (view: SavedView | null) =>
      change(onlyThis(view ? stateOf(view) : { saved: first && "all" }), true),
  };
}

export type Saved = ReturnType<typeof useSaved>;

/** Changing views themselves: each can be taken back where it matters. */
export function useViewWork(object: ObjectMeta) {
  const client = useQueryClient();
  const { t } = useTranslation();
  const done = () => refresh(client, "views");
  const [refused, setRefused] = useState<string | null>(null);
  const failed = (error: Error) => setRefused(error.message);
  const common = { meta: { quiet: true }, onMutate: () => setRefused(null), onSettled: done };
  const add = useMutation({
    ...common,
    mutationFn: (values: object) => createRecord("views", { object: object.key, ...values }),
  });
  const edit = useMutation({
    ...common,
    mutationFn: ({ view, values }: { view: SavedView; values: object }) =>
      changeRecord("views", view.id, values, view.version),
  });
  const putBack = useMutation({
    ...common,
    mutationFn: ({ saved, values }: { saved: RecordData; values: object }) =>
      changeRecord("views", saved.id, values, saved.version),
    onError: failed,
  });
  const restore = useMutation({
    ...common,
    mutationFn: (id: string) => restoreRecord("views", id),
    onError: failed,
  });
  const remove = useMutation({
    ...common,
    mutationFn: (view: SavedView) => deleteRecord("views", view.id, view.version),
    onSuccess: (_, view) =>
      toast(t("views.removed", { name: view.name }), {
        action: { label: t("common.undo"), run: () => restore.mutate(view.id) },
      }),
    onError: failed,
  });
  const save = (view: SavedView, values: { kind: string; definition: object }) =>
    edit.mutate(
      { view, values },
      {
        onError: failed,
        onSuccess: (saved) => {
          const before = { kind: view.kind, definition: view.definition };
          toast(t("views.saved", { name: view.name }), {
            action: { label: t("common.undo"), run: () => putBack.mutate({ saved, values: before }) },
          });
        },
      },
    );
  return { add, edit, save, remove, refused };
}

/** Which views a person keeps in sight, in which order, and which he begins with. */
export function useViewChoice(object: ObjectMeta, views: Views | undefined) {
  const client = useQueryClient();
  const { mutate } = useMutation({
    scope: { id: `views ${object.key}` },
    mutationFn: (values: { pinned?: string[]; first?: string | null }) => {
      const known = client.getQueryData<Views>(keys.views(object.plural)) ?? views;
      return known?.choice
        ? changeRecord("view-choices", known.choice.id, values, known.choice.version)
        : createRecord("view-choices", { object: object.key, pinned: known?.pinned ?? [], ...values });
    },
    onMutate: (values) =>
      client.setQueryData<Views>(keys.views(object.plural), (old) => old && { ...old, ...values }),
    onSuccess: ({ id, version }) =>
      client.setQueryData<Views>(
        keys.views(object.plural),
        (old) => old && { ...old, choice: { id, version } },
      ),
    onSettled: () => refresh(client, "views"),
  });
  return mutate;
}
