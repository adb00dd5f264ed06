import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Input } from "antd";
import { ArrowLeftRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PanelProps } from "@/records/extensions";
import { Dialog } from "@/ui/dialog";
import { PlainButton } from "@/ui/plain-button";
import { beside, Possessions, StaysNamed } from "./possessions";
import { askHandover, handoverKeys, readPossessions } from "./requests";
import { ready } from "./texts";

await ready;

const usePossessions = (person: string) =>
  useQuery({
    queryKey: handoverKeys.of(person),
    queryFn: ({ signal }) => readPossessions(person, signal),
    retry: false,
    meta: { quiet: true },
  });

/** On a person's page: what he has, and the way to hand it over. */
export function PersonHandover({ record }: PanelProps) {
  const { t } = useTranslation("handover");
  const navigate = useNavigate();
  const found = usePossessions(record.id).data;
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const left = record.state === "disabled";
  const begin = useMutation({
    mutationFn: () => askHandover({ person: record.id, reason: reason.trim() || undefined }),
    onSuccess: ({ id }) => navigate({ to: "/handovers/$id", params: { id } }),
  });
  if (!found || found.lines.length + found.approvals + found.shares + found.named.length === 0) return null;
  return (
    <section className="why__panel" aria-label={t("hasShort")}>
      <h2 className="why__head">{t("hasShort")}</h2>
      <Possessions found={found} />
      {left && <StaysNamed named={found.named} />}
      <PlainButton
        icon={<ArrowLeftRight size={14} />}
        label={t("handOver")}
        disabled={begin.isPending}
        onClick={() => (left ? begin.mutate() : setAsking(true))}
      />
      {asking && (
        <Dialog
          title={t("of", { name: found.person.title })}
          width={420}
          okText={t("goOn")}
          cancelText={t("cancel")}
          okButtonProps={{ loading: begin.isPending }}
          onOk={() => begin.mutate()}
          onCancel={() => setAsking(false)}
        >
          <div className="handover-reason">
            <label htmlFor="handover-reason">{t("reason")}</label>
            <Input.TextArea
              id="handover-reason"
              autoFocus
              rows={3}
              maxLength={500}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          </div>
        </Dialog>
      )}
    </section>
  );
}

/** Before somebody is switched off: what ends at once, what he has, and with whom it waits. */
export function BeforeDisabling({ record }: PanelProps) {
  const { t } = useTranslation("handover");
  const query = usePossessions(record.id);
  const found = query.data;
  const has = found !== undefined && found.lines.length + beside(found) > 0;
  return (
    <div className="stack">
      <p>{t("endsNow")}</p>
      {found && has && (
        <>
          <Possessions found={found} />
          <p className="muted">
            {found.superior ? t("waitsWith", { name: found.superior.title }) : t("waitsWithAdministrators")}
          </p>
        </>
      )}
      {found && <StaysNamed named={found.named} />}
      {found && !has && <p className="muted">{t("hasNothing")}</p>}
    </div>
  );
}
