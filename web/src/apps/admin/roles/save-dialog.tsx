import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Tick } from "@/ui/tick";
import { Waiting } from "@/ui/waiting";
import { ExposureView } from "./exposure-view";
import { type Planned, previewRights } from "./requests";

type Props = {
  planned: Planned;
  busy: boolean;
  error: string | null;
  onSave: () => void;
  onClose: () => void;
};

/** What the change would open and close, before it is saved; what opens anything has to be confirmed. */
export function SaveDialog({ planned, busy, error, onSave, onClose }: Props) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  const preview = useQuery({
    queryKey: ["rights-preview", JSON.stringify(planned)],
    queryFn: ({ signal }) => previewRights(planned, signal),
    gcTime: 0,
    retry: false,
    meta: { quiet: true },
  });
  const widens = preview.data?.widens ?? false;
  const wrong = error ?? preview.error?.message;
  return (
    <Dialog
      title={t("admin:before")}
      width={560}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button
            type="primary"
            danger={widens}
            loading={busy}
            disabled={!preview.data || (widens && !sure)}
            onClick={onSave}
          >
            {widens ? t("admin:openAndSave") : t("admin:save")}
          </Button>
        </>
      }
    >
      <div className="stack">
        {wrong && <Note danger>{wrong}</Note>}
        {preview.isPending && <Waiting />}
        {preview.data && <ExposureView exposure={preview.data} />}
        {widens && (
          // biome-ignore lint/a11y/noLabelWithoutControl: the tick is the control
          <label className="exposure__sure">
            <Tick checked={sure} label={t("admin:sure")} onChange={setSure} />
            <span>{t("admin:sure")}</span>
          </label>
        )}
      </div>
    </Dialog>
  );
}
