import { ChevronDown, ChevronUp, Lock, Stamp } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PanelProps } from "@/records/extensions";
import { PlainButton } from "@/ui/plain-button";
import { Tag } from "@/ui/tag";
import { CaseView, Ways } from "./case-view";
import { stateColours } from "./colours";
import { useOfRecord } from "./of-record";
import { lastReturn } from "./returned";
import { showNeeded } from "./store";

/** On top of a record: that it is in approval, where that stands, and what one can do about it. */
export function ApprovalBanner({ object, record }: PanelProps) {
  const { t } = useTranslation("approvals");
  const [open, setOpen] = useState(false);
  const { newest: found, manual } = useOfRecord(object, record) ?? { newest: null, manual: false };
  const live = found && (found.state === "running" || found.state === "returned");
  if (!found && !manual) return null;
  const back = found?.state === "returned" ? lastReturn(found) : undefined;
  const now = found?.steps.find((step) => step.state === "now");
  const waiting = now?.tasks.filter((task) => task.state === "open").map((task) => task.who.name) ?? [];
  return (
    <section className={`approval-banner ${live ? "approval-banner--live" : ""}`} aria-label={t("approval")}>
      <div className="approval-banner__line">
        {found?.state === "running" ? (
          <Lock size={15} aria-hidden="true" />
        ) : (
          <Stamp size={15} aria-hidden="true" />
        )}
        {found && (
          <>
            <span className="approval-banner__what">
              {found.process} · {found.action_label}
            </span>
            <Tag text={t(`state.${found.state}`)} colour={stateColours[found.state]} />
            {back?.opinion && (
              <span className="muted ellipsis" title={back.opinion}>
                {t("backBecause", { who: back.who.name, why: back.opinion })}
              </span>
            )}
            {waiting.length > 0 && (
              <span className="muted">{t("waitsFor", { who: waiting.join(t("and")) })}</span>
            )}
          </>
        )}
        {!found && <span className="muted">{t("notYet")}</span>}
        <span className="grow" />
        {found && live && !open && <Ways found={found} small />}
        {manual && !live && (
          <PlainButton
            label={t("submit")}
            icon={<Stamp size={15} aria-hidden="true" />}
            onClick={() =>
              showNeeded({
                id: "",
                name: t("submit"),
                object: object.key,
                record: record.id,
                action: "manual",
                input: {},
              })
            }
          />
        )}
        {found && (
          <PlainButton
            bare
            label={t(open ? "less" : "path")}
            icon={open ? <ChevronUp size={16} /> : <ChevronDown size={16} />}
            onClick={() => setOpen(!open)}
          />
        )}
      </div>
      {open && found && <CaseView found={found} />}
    </section>
  );
}
