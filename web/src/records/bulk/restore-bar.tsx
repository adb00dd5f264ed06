import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { ArchiveRestore, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { restoreRecord } from "@/api/records";
import type { ObjectMeta } from "@/api/types";
import { PlainButton } from "@/ui/plain-button";
import { toast } from "@/ui/toast";
import type { Selection } from "../list/use-selection";
import "./bulk.css";

/** In the recycle bin: takes what is ticked back out. */
export function RestoreBar({ object, selection }: { object: ObjectMeta; selection: Selection }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const restore = useMutation({
    mutationFn: async (ids: string[]) => {
      for (const id of ids) await restoreRecord(object.plural, id);
      return ids.length;
    },
    onSuccess: (count) => {
      selection.clear();
      toast(t("bin.restored", { count }));
    },
    onSettled: () => refresh(client, object.plural),
  });
  return (
    <section className="bulk" aria-label={t("bulk.title")}>
      <span className="bulk__count num">{t("bulk.chosen", { count: selection.chosen.size })}</span>
      <Button
        type="primary"
        icon={<ArchiveRestore size={14} />}
        loading={restore.isPending}
        onClick={() => restore.mutate([...selection.chosen])}
      >
        {t("bin.restore")}
      </Button>
      <PlainButton bare label={t("bulk.clear")} icon={<X size={15} />} onClick={selection.clear} />
    </section>
  );
}
