import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { relativeDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { Avatar } from "@/ui/avatar";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { Tag } from "@/ui/tag";
import { Waiting } from "@/ui/waiting";
import { CaseView, Ways } from "./case-view";
import { stateColours } from "./colours";
import { approvalKeys, readCase } from "./requests";
import type { Brief } from "./types";
import { Until } from "./until";

const deciding = { decide: true, withdraw: false, urge: false, resubmit: false, copy: false };

/** A case over the page, whatever the page is. */
export function CaseDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery({
    queryKey: approvalKeys.one(id),
    queryFn: ({ signal }) => readCase(id, signal),
  });
  const found = query.data;
  return (
    <Dialog
      title={
        <span className="approval__title">
          {found ? `${found.process} · ${found.title ?? found.number}` : "…"}
        </span>
      }
      width={560}
      footer={null}
      onCancel={onClose}
    >
      {query.isPending && <Waiting />}
      {query.error && <Note danger>{query.error.message}</Note>}
      {found && <CaseView found={found} alone />}
    </Dialog>
  );
}

function Row({ brief, decide }: { brief: Brief; decide: boolean }) {
  const { t } = useTranslation("approvals");
  const [open, setOpen] = useState(false);
  const when = relativeDay(brief.created_at, currentLanguage());
  return (
    <li className="approval-row">
      <Avatar title={brief.initiator.name} person size="large" />
      <div className="approval-row__main">
        <button type="button" className="approval__open ellipsis" onClick={() => setOpen(true)}>
          {brief.title ?? brief.number}
        </button>
        <span className="approval-row__rest">
          <span className="ellipsis">{brief.process}</span>
          <span className="approval-row__who">
            {brief.initiator.name} · {when}
          </span>
          {brief.task?.for && brief.task.note === "deputy" && (
            <span>{t("for", { who: brief.task.for })}</span>
          )}
          {decide && brief.task?.due && <Until due={brief.task.due} />}
          {!decide && <Tag text={t(`state.${brief.state}`)} colour={stateColours[brief.state]} />}
          {decide && brief.urged_at && <Tag text={t("urged")} colour="orange" />}
        </span>
      </div>
      {decide && <Ways found={{ id: brief.id, can: deciding }} small />}
      {open && <CaseDialog id={brief.id} onClose={() => setOpen(false)} />}
    </li>
  );
}

/** Cases as lines; those one has to decide with the two likeliest answers. */
export function Cases({ briefs, decide = false }: { briefs: Brief[]; decide?: boolean }) {
  return (
    <ul className="approval-rows">
      {briefs.map((brief) => (
        <Row key={`${brief.id}${brief.task?.id ?? ""}`} brief={brief} decide={decide} />
      ))}
    </ul>
  );
}
