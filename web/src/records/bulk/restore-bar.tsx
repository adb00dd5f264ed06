import { Button } from "antd";
import { ArchiveRestore, X } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { ListParams } from "@/api/records";
import type { ObjectMeta, RecordData } from "@/api/types";
import { PlainButton } from "@/ui/plain-button";
import type { Selection } from "../list/use-selection";
import { Chosen, targetOf } from "./chosen";
import { useBulk } from "./use-bulk";
import "./bulk.css";

const EraseBinned = lazy(() => import("./erase-binned").then((module) => ({ default: module.EraseBinned })));
const BulkDialog = lazy(() => import("./bulk-dialog").then((module) => ({ default: module.BulkDialog })));

type Props = {
  object: ObjectMeta;
  selection: Selection;
  rows: readonly RecordData[];
  count: number | undefined;
  params: ListParams;
};

/** In the recycle bin: takes what is ticked back out, or erases the one person that is. */
export function RestoreBar({ object, selection, rows, count, params }: Props) {
  const { t } = useTranslation();
  const restore = useBulk(object, targetOf(selection, params), () => undefined, selection.clear);
  const erase = object.actions.find(({ name }) => name === "erase");
  const one =
    !selection.all && selection.chosen.size === 1 && rows.find(({ id }) => selection.chosen.has(id));
  return (
    <section className="bulk" aria-label={t("bulk.title")}>
      <Chosen selection={selection} loaded={rows.length} count={count} />
      <Button
        type="primary"
        icon={<ArchiveRestore size={14} />}
        loading={restore.isPending}
        onClick={() => restore.mutate({ restore: true })}
      >
        {t("bin.restore")}
      </Button>
      <Suspense>
        {erase && one && <EraseBinned key={one.id} object={object} record={one} action={erase} />}
      </Suspense>
      <PlainButton bare label={t("bulk.clear")} icon={<X size={15} />} onClick={selection.clear} />
      <Suspense>
        {restore.run && <BulkDialog object={object} id={restore.run} onClose={restore.close} />}
      </Suspense>
    </section>
  );
}
