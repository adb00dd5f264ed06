import { Button } from "antd";
import { ArchiveRestore, X } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import { PlainButton } from "@/ui/plain-button";
import type { Selection } from "../list/use-selection";
import { useBulk } from "./use-bulk";
import "./bulk.css";

const BulkDialog = lazy(() => import("./bulk-dialog").then((module) => ({ default: module.BulkDialog })));

/** In the recycle bin: takes what is ticked back out. */
export function RestoreBar({ object, selection }: { object: ObjectMeta; selection: Selection }) {
  const { t } = useTranslation();
  const restore = useBulk(object, { ids: [...selection.chosen] }, () => undefined, selection.clear);
  return (
    <section className="bulk" aria-label={t("bulk.title")}>
      <span className="bulk__count num">{t("bulk.chosen", { count: selection.chosen.size })}</span>
      <Button
        type="primary"
        icon={<ArchiveRestore size={14} />}
        loading={restore.isPending}
        onClick={() => restore.mutate({ restore: true })}
      >
        {t("bin.restore")}
      </Button>
      <PlainButton bare label={t("bulk.clear")} icon={<X size={15} />} onClick={selection.clear} />
      <Suspense>
        {restore.run && <BulkDialog object={object} id={restore.run} onClose={restore.close} />}
      </Suspense>
    </section>
  );
}
