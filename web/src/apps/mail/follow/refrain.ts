import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ObjectMeta, RecordData } from "@/api/types";
import { ask } from "@/ui/ask";
import { toast } from "@/ui/toast";
import { readReceivers } from "../requests";
import { refrain, refreshFollowed } from "./requests";

/** Keeps the record's nearest address out of all sequences, after asking. */
export function useRefrain(object: ObjectMeta, record: RecordData): () => void {
  const { t } = useTranslation("follow");
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: async () => {
      const address = (await readReceivers(object.key, record.id, "")).items[0]?.address;
      if (!address) return toast(t("noAddress"), { tone: "error" });
      const sure = await ask({
        title: t("refrainAsk", { address }),
        text: t("refrainHint"),
        yes: t("refrain"),
        danger: true,
      });
      if (sure) await refrain(object.key, record.id, address);
    },
    onSettled: () => refreshFollowed(client),
  });
  return () => run.mutate();
}
