import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type BulkRun, type BulkTarget, type BulkWork, previewBulk, readBulk, stepBulk } from "@/api/bulk";
import { refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import { undoChange } from "@/api/records";
import type { ObjectMeta, UndoResult } from "@/api/types";
import { inRow, type Translate } from "@/lib/i18n";
import { toast } from "@/ui/toast";

/** Milliseconds between two questions about a change that is being tried, carried out or taken back. */
const pause = 700;
/** Up to so many records are changed without asking again, when none is refused: the toast undoes it. */
export const few = 50;

export const isBusy = (run: BulkRun | undefined): boolean =>
  run !== undefined && ["checking", "running", "undoing"].includes(run.state);

/** Records an undo left as they were that a toast names. */
const named = 6;

function undoText({ undone, kept }: UndoResult, t: Translate): string {
  if (kept.length === 0) return t("bulk.undone", { count: undone });
  const names = [...new Set(kept.map(({ title }) => title ?? t("common.hidden")))];
  const more = names.length > named ? " …" : "";
  return t("bulk.undonePartly", {
    count: undone,
    kept: kept.length,
    why: inRow(new Set(kept.map(({ message }) => message))),
    names: inRow(names.slice(0, named)) + more,
  });
}

/** Takes a change back and says what could not be, because it was edited since. */
export function useUndo(): (plural: string, change: string) => void {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: ({ change }: { plural: string; change: string }) => undoChange(change),
    onSuccess: (result, { plural }) => {
      refresh(client, plural);
      toast(undoText(result, t), { tone: result.kept.length > 0 ? "error" : "good" });
    },
  });
  return (plural, change) => mutate({ plural, change });
}

/** Tries a piece of work on many records; few that all take it are changed at once, otherwise `run` asks first. */
export function useBulk(object: ObjectMeta, target: BulkTarget, onTried: () => void, onOver: () => void) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const undo = useUndo();
  const [run, setRun] = useState<string | null>(null);
  const tell = (done: BulkRun) => {
    refresh(client, object.plural);
    const { change } = done;
    const action = change ? { label: t("common.undo"), run: () => undo(object.plural, change) } : undefined;
    toast(t("bulk.done", { count: done.done + done.unchanged }), { action, tone: "good" });
  };
  const work = useMutation({
    mutationFn: async (wanted: BulkWork) => {
      const tried = await previewBulk(object.plural, target, wanted);
      const clear = tried.state === "ready" && tried.refused === 0 && tried.total <= few;
      return clear ? stepBulk(tried.id, "run") : tried;
    },
    onSuccess: (found) => {
      onTried();
      client.setQueryData(["bulk", found.id], found);
      if (found.state === "done" && found.refused === 0) {
        tell(found);
        onOver();
      } else setRun(found.id);
    },
  });
  const close = () => {
    const found = client.getQueryData<BulkRun>(["bulk", run]);
    setRun(null);
    if (found && found.state !== "ready") onOver();
  };
  const errors = work.error instanceof Problem ? work.error.byField() : {};
  return { mutate: work.mutate, isPending: work.isPending, errors, reset: work.reset, run, close };
}

/** Follows one bulk change, and lets it go on, stop or be taken back. */
export function useBulkRun(object: ObjectMeta, id: string) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ["bulk", id],
    queryFn: ({ signal }) => readBulk(id, signal),
    refetchInterval: (current) => (isBusy(current.state.data) ? pause : false),
  });
  const keep = useCallback((run: BulkRun) => client.setQueryData(["bulk", id], run), [client, id]);
  const step = useMutation({
    mutationFn: (name: "run" | "stop" | "undo") => stepBulk(id, name),
    onSuccess: keep,
    onError: () => query.refetch(),
  });
  const state = query.data?.state;
  useEffect(() => {
    if (state === "done" || state === "stopped" || state === "undone" || state === "failed")
      refresh(client, object.plural);
  }, [state, client, object.plural]);
  return { run: query.data, step };
}
