import { Download } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta } from "@/api/types";
import type { ListState } from "@/lib/list-state";
import { PlainButton } from "@/ui/plain-button";

const ExportDialog = lazy(() =>
  import("./export-dialog").then((module) => ({ default: module.ExportDialog })),
);

type Props = { object: ObjectMeta; state: ListState; columns: string[] };

export function ExportButton(props: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <span className="hide-phone">
      <PlainButton
        bare
        icon={<Download size={15} strokeWidth={1.8} />}
        label={t("export.title")}
        onClick={() => setOpen(true)}
      />
      <Suspense>{open && <ExportDialog {...props} onClose={() => setOpen(false)} />}</Suspense>
    </span>
  );
}
