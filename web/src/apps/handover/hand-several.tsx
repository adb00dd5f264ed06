import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { ArrowLeftRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { BulkTarget } from "@/api/bulk";
import type { ObjectMeta } from "@/api/types";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { askHandover } from "./requests";
import { ready } from "./texts";

await ready;

type Props = { object: ObjectMeta; target: BulkTarget; count: number };

/** Records chosen in a list are handed over, with all that belongs to them: to one or several, tried first. */
export function HandSeveral({ object, target, count }: Props) {
  const { t } = useTranslation("handover");
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const begin = useMutation({
    meta: { quiet: true },
    mutationFn: () => askHandover({ object: object.key, ...target, reason: reason.trim() || undefined }),
    onSuccess: ({ id }) => navigate({ to: "/handovers/$id", params: { id } }),
  });
  return (
    <>
      <Button icon={<ArrowLeftRight size={13} />} onClick={() => setAsking(true)}>
        {t("handOver")}
      </Button>
      {asking && (
        <Dialog
          title={t("handSeveral", { count, label: object.label_plural })}
          width={460}
          okText={t("goOn")}
          cancelText={t("cancel")}
          okButtonProps={{ loading: begin.isPending }}
          onOk={() => begin.mutate()}
          onCancel={() => setAsking(false)}
        >
          <div className="handover-reason">
            <p className="muted">{t("handSeveralHint")}</p>
            {begin.error && <Note danger>{begin.error.message}</Note>}
            <label htmlFor="handover-why">{t("reason")}</label>
            <Input.TextArea
              id="handover-why"
              autoFocus
              rows={3}
              maxLength={500}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          </div>
        </Dialog>
      )}
    </>
  );
}
