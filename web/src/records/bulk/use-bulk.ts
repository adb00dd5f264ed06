import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { type BulkTarget, type BulkWork, bulk, undoChange } from "@/api/records";
import type { BulkResult, ObjectMeta, UndoResult } from "@/api/types";
import type { Translate } from "@/lib/i18n";
import { toast } from "@/ui/toast";

const firstOf = (result: BulkResult): string => {
  const [first] = result.refused;
  return first ? `${first.title ?? ""} ${first.message}`.trim() : "";
};

function undoText(result: UndoResult, t: Translate): string {
  const [first] = result.kept;
  if (!first) return t("bulk.undone", { count: result.undone });
  return t("bulk.undonePartly", {
    count: result.undone,
    kept: result.kept.length,
    first: `${first.title ?? ""} ${first.message}`,
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

/** One piece of work on many records: tells how many were done, which were refused and why, and offers undo. */
export function useBulk(object: ObjectMeta, target: BulkTarget, onDone: () => void) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const undo = useUndo();
  return useMutation({
    mutationFn: (work: BulkWork) => bulk(object.plural, target, work),
    onSuccess: (result) => {
      refresh(client, object.plural);
      onDone();
      const { change } = result;
      const action = change ? { label: t("common.undo"), run: () => undo(object.plural, change) } : undefined;
      const text =
        result.refused.length > 0
          ? t("bulk.partly", { count: result.done, refused: result.refused.length, first: firstOf(result) })
          : t("bulk.done", { count: result.done });
      toast(text, { action, tone: result.refused.length > 0 ? "error" : "good" });
    },
  });
}
