import { Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldInput, preloadEditors } from "@/fields/editor";
import { isUploading } from "@/fields/file/uploading";
import { canEdit, fieldOf, useObject } from "@/metadata/meta";
import { useDraft, useKeeping } from "@/metadata/use-draft";
import { type Chosen, called } from "@/records/calling/called";
import { CallingText } from "@/records/calling/calling-text";
import { DraftNote } from "@/records/draft-note";
import type { PanelProps } from "@/records/extensions";
import { Refusal } from "@/records/refusal";
import { toast } from "@/ui/toast";
import { BeforeReaching } from "./before-reaching";
import { ChoiceChips } from "./choice-chips";
import { KindPicker } from "./kind-picker";
import { COMMENT, planned } from "./kinds";
import { NextContact } from "./next-contact";
import { useLog } from "./use-log";
import { useSay } from "./use-say";
import "./activities.css";

type Typed = { kind: string; text: string; day: string | null; severity?: string | null; chosen?: Chosen[] };

/** In working hours: a task is for the morning, a complaint until the evening. */
const hour = { task: "09:00", complaint: "18:00" } as Record<string, string>;

/** What each kind is asked for, and what its button says. */
function wordsOf(kind: string): [string, string] {
  if (kind === COMMENT) return ["activity.commentPlaceholder", "activity.send"];
  if (kind === "complaint") return ["activity.complaintPlaceholder", "activity.complain"];
  return planned.has(kind)
    ? ["activity.planPlaceholder", "activity.plan"]
    : ["activity.placeholder", "activity.log"];
}

/** Notes a call, a visit or a remark on a record, plans a task, with the day of the next contact; or comments on it. */
export function Composer({ object, record }: PanelProps) {
  const { t } = useTranslation();
  const activity = useObject("activity");
  const follows = activity?.rights.create ?? false;
  const comments = object.rights.create || object.rights.update;
  const draft = useDraft<Typed>(`log.${record.id}`);
  const before = draft.found?.value;
  const [open, setOpen] = useState(before !== undefined);
  const [kind, setKind] = useState(before?.kind ?? (follows ? "call" : COMMENT));
  const [text, setText] = useState(before?.text ?? "");
  const [chosen, setChosen] = useState(before?.chosen ?? []);
  const [day, setDay] = useState<string | null>(before?.day ?? null);
  const [severity, setSeverity] = useState<string | null>(before?.severity ?? null);
  useKeeping(draft, text.trim() || day ? { kind, text, day, severity, chosen } : null);
  const [files, setFiles] = useState<unknown>(null);
  const attachments = activity && fieldOf(activity, "attachments");
  const reset = () => {
    setText("");
    setChosen([]);
    setFiles(null);
    setDay(null);
    setSeverity(null);
    setOpen(false);
    draft.forget();
  };
  const tied = { object: object.key, plural: object.plural, id: record.id };
  const log = useLog([tied], reset);
  const say = useSay(tied, reset);
  // Opened without a network it must be whole: what it shows then is fetched while there is one.
  useEffect(preloadEditors, []);
  if (!follows && !comments) return null;
  const plan = planned.has(kind);
  const due = plan && day ? new Date(`${day}T${hour[kind]}`).toISOString() : null;
  const complaint = kind === "complaint";
  const comment = kind === COMMENT;
  const [asks, does] = wordsOf(kind);
  const calls = called(text, chosen);
  const sending = comment ? say : log;
  const submit = () =>
    comment
      ? say.mutate({ text, calls })
      : log.mutate({
          kind,
          text,
          calls,
          done: !plan,
          due,
          next_contact: plan ? null : day,
          attachments: files,
          severity: complaint ? severity : null,
        });
  const empty = text.trim() === "" && (comment || (day === null && files === null));
  return (
    <form
      className={`composer ${open ? "composer--open" : ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (isUploading(event.currentTarget)) toast(t("fields.file.wait"), { tone: "error" });
        else if (!empty && !sending.isPending) submit();
      }}
    >
      {draft.found && <DraftNote at={draft.found.at} onDiscard={reset} />}
      <KindPicker
        kind={kind}
        onKind={setKind}
        follows={follows}
        besides={comments ? [{ value: COMMENT, label: t("activity.comment") }] : []}
      />
      <Refusal error={sending.error} />
      <CallingText
        about={tied}
        rows={open ? 3 : 1}
        text={text}
        chosen={chosen}
        label={t(comment ? "activity.comment" : "activity.text")}
        placeholder={t(asks)}
        onFocus={() => setOpen(true)}
        onText={setText}
        onChosen={setChosen}
      />
      {open && !comment && attachments && canEdit(activity, attachments) && (
        <div className="composer__files">
          <FieldInput field={attachments} value={files} onChange={setFiles} />
        </div>
      )}
      {open && !comment && (
        <BeforeReaching object={object} record={record} kind={kind} at={due} day={plan ? null : day} />
      )}
      {open && (
        <div className="composer__foot">
          {complaint && (
            <ChoiceChips
              name="severity"
              legend={t("activity.severity")}
              value={severity}
              onChange={setSeverity}
            />
          )}
          {!comment && (
            <NextContact
              value={day}
              onChange={setDay}
              label={complaint ? t("activity.solveBy") : plan ? t("activity.due") : undefined}
            />
          )}
          <span className="row composer__ends">
            <Button onClick={reset}>{t("common.cancel")}</Button>
            <Button type="primary" htmlType="submit" loading={sending.isPending} disabled={empty}>
              {t(does)}
            </Button>
          </span>
        </div>
      )}
    </form>
  );
}
