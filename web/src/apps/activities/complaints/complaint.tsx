import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import { runAction } from "@/api/records";
import type { RecordData } from "@/api/types";
import { Value } from "@/fields/value";
import { fullDateTime, relativeDay } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf, useObject } from "@/metadata/meta";
import { Dialog } from "@/ui/dialog";
import { Note } from "@/ui/note";
import { toast } from "@/ui/toast";
import { usePhone } from "@/ui/use-media";
import type { Complaint } from "./requests";
import "./complaints.css";
import "./texts";

function useStep(complaint: RecordData, done: string, onDone = () => {}) {
  const client = useQueryClient();
  return useMutation({
    meta: { quiet: true },
    mutationFn: ({ step, input = {} }: { step: string; input?: object }) =>
      runAction("activities", complaint.id, step, { ...input, version: complaint.version }),
    onSuccess: () => {
      refresh(client, "activities");
      toast(done);
      onDone();
    },
  });
}

function SolveDialog({ complaint, onClose }: { complaint: RecordData; onClose: () => void }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const [text, setText] = useState("");
  const solve = useStep(complaint, t("complaints:solved"), onClose);
  const named = solve.error instanceof Problem ? solve.error.errors[0]?.message : undefined;
  return (
    <Dialog
      title={String(complaint.subject ?? "")}
      footer={null}
      width={480}
      onCancel={onClose}
      className={phone ? "sheet" : undefined}
      style={phone ? { top: "auto" } : undefined}
    >
      <form
        className="complaint__form"
        onSubmit={(event) => {
          event.preventDefault();
          solve.mutate({ step: "solve", input: { solution: text.trim() } });
        }}
      >
        {solve.error && <Note danger>{named ?? solve.error.message}</Note>}
        <textarea
          autoFocus
          className="field-input"
          rows={4}
          maxLength={20_000}
          value={text}
          aria-label={t("complaints:solution")}
          placeholder={t("complaints:solution")}
          onChange={(event) => setText(event.target.value)}
        />
        <Button
          type="primary"
          size="large"
          block
          htmlType="submit"
          loading={solve.isPending}
          disabled={text.trim() === ""}
        >
          {t("complaints:solve")}
        </Button>
      </form>
    </Dialog>
  );
}

/** Whose it is and until when, in words. */
export function Terms({ complaint }: { complaint: Complaint }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const { due, taken_at: taken, owner } = complaint;
  const late = due && Date.parse(due) < Date.now();
  return (
    <span className="complaint__terms muted">
      <span>{owner?.title ?? t("complaints:nobody")}</span>
      {due && (
        <span className={late ? "complaint__late" : undefined} title={fullDateTime(due, language)}>
          {late
            ? t("complaints:late", { day: relativeDay(due, language) })
            : t("complaints:by", { day: relativeDay(due, language) })}
        </span>
      )}
      {taken && (
        <span title={fullDateTime(taken, language)}>
          {t("complaints:inHand", { day: relativeDay(taken, language) })}
        </span>
      )}
    </span>
  );
}

/** How grave a complaint is and how far. */
export function Standing({ complaint }: { complaint: RecordData }) {
  const object = useObject("activity");
  return ["severity", "handling"].map((name) => {
    const field = object && fieldOf(object, name);
    return field && complaint[name] ? (
      <Value key={name} field={field} value={complaint[name]} compact />
    ) : null;
  });
}

/** What is done next with a complaint that is not solved: take it in hand, say what was done. */
export function ComplaintSteps({ complaint }: { complaint: RecordData }) {
  const { t } = useTranslation();
  const object = useObject("activity");
  const [solving, setSolving] = useState(false);
  const take = useStep(complaint, t("complaints:taken"));
  const may = (name: string) =>
    object?.actions.some(
      (each) => each.name === name && each.offered?.values.includes(String(complaint.handling ?? "")),
    );
  return (
    <>
      {take.error && <Note danger>{take.error.message}</Note>}
      {may("take") && (
        <Button loading={take.isPending} onClick={() => take.mutate({ step: "take" })}>
          {t("complaints:take")}
        </Button>
      )}
      {may("solve") && <Button onClick={() => setSolving(true)}>{t("complaints:solve")}</Button>}
      {solving && <SolveDialog complaint={complaint} onClose={() => setSolving(false)} />}
    </>
  );
}
