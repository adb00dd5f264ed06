import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { keys, refresh } from "@/api/keys";
import { deleteRecord, readRecord, restoreRecord, undoChange } from "@/api/records";
import type { ObjectMeta, RecordData } from "@/api/types";
import { ask } from "@/ui/ask";
import { toast } from "@/ui/toast";

export const useRecord = (object: ObjectMeta, id: string) =>
  useQuery({
    queryKey: keys.record(object.plural, id),
    queryFn: ({ signal }) => readRecord(object.plural, id, signal),
    retry: false,
  });

/** Moves a record to the bin and offers to take it back. */
export function useDelete(object: ObjectMeta, title: string) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const restore = useMutation({
    mutationFn: async ({ id, change }: { id: string; change?: string }) =>
      change ? void (await undoChange(change)) : void (await restoreRecord(object.plural, id)),
    onSuccess: () => refresh(client, object.plural),
  });
  const remove = useMutation({
    mutationFn: (record: RecordData) => deleteRecord(object.plural, record.id, record.version),
    onSuccess: (answer, record) => {
      client.removeQueries({ queryKey: keys.record(object.plural, record.id) });
      refresh(client, object.plural);
      void navigate({ to: "/$plural", params: { plural: object.plural } });
      toast(t("record.deleted", { title }), {
        action: {
          label: t("common.undo"),
          run: () => restore.mutate({ id: record.id, change: answer?.change }),
        },
      });
    },
  });
  return async (record: RecordData) => {
    const sure = await ask({
      title: t("record.deleteAsk", { title }),
      text: t("bulk.deleteHint"),
      yes: t("bulk.delete"),
      danger: true,
    });
    if (sure) remove.mutate(record);
  };
}
