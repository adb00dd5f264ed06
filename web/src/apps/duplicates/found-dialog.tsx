import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Asked, answerDuplicates, type DuplicateHit, type Writing } from "@/api/duplicates";
import { shortDate } from "@/lib/dates";
import { currentLanguage, inRow } from "@/lib/i18n";
import { useObjects } from "@/metadata/meta";
import { Dialog } from "@/ui/dialog";
import { AskOwner } from "./ask-owner";
import "./duplicates.css";

function Hit({ hit, writing }: { hit: DuplicateHit; writing: Writing }) {
  const { t } = useTranslation("duplicates");
  const plural = useObjects()(hit.object)?.plural;
  return (
    <li>
      {hit.id && plural ? (
        <a href={`/${plural}/${hit.id}`} target="_blank" rel="noreferrer">
          {hit.title}
        </a>
      ) : (
        <span>{hit.title}</span>
      )}
      <span className="muted">{[hit.label, hit.owner ?? t("nobody")].join(" · ")}</span>
      {hit.until && (
        <span className="muted">{t("until", { day: shortDate(hit.until, currentLanguage()) })}</span>
      )}
      {hit.fields.length > 0 && <span className="muted">{t("same", { fields: inRow(hit.fields) })}</span>}
      {!hit.id && !hit.until && <span className="muted">{t(hit.owner ? "hidden" : "hiddenFree")}</span>}
      {!hit.id && hit.ask && <AskOwner hit={hit} ask={hit.ask} writing={writing} />}
    </li>
  );
}

/** What is here already; going on takes a word where the rules ask for one. */
export function FoundDialog({ found }: { found: Asked }) {
  const { t } = useTranslation("duplicates");
  const [reason, setReason] = useState("");
  const asks = found.step === "reason";
  const said = reason.trim();
  const registered = found.hits.some((hit) => hit.object === "registration");
  return (
    <Dialog
      title={t(registered ? "registered" : "title")}
      width={480}
      okText={t("go")}
      cancelText={t("cancel")}
      okButtonProps={{ disabled: asks && !said, style: found.step === "block" ? { display: "none" } : {} }}
      onOk={() => answerDuplicates(said)}
      onCancel={() => answerDuplicates(null)}
    >
      <ul className="found">
        {found.hits.map((hit, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: of those one may not see nothing tells one from another
          <Hit key={at} hit={hit} writing={found.writing} />
        ))}
      </ul>
      {asks && (
        <div className="stack">
          <span>{t(registered ? "whyRegistered" : "why")}</span>
          <Input.TextArea
            autoFocus
            aria-label={t(registered ? "whyRegistered" : "why")}
            rows={2}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <span className="muted">{t(registered ? "caseHint" : "reasonHint")}</span>
        </div>
      )}
    </Dialog>
  );
}
