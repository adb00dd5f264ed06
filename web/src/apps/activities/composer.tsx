import { Button } from "antd";
import { Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldInput, preloadEditors } from "@/fields/editor";
import { isUploading } from "@/fields/file/uploading";
import { canEdit, fieldOf, useObject } from "@/metadata/meta";
import { useDraft, useKeeping } from "@/metadata/use-draft";
import { DraftNote } from "@/records/draft-note";
import { type PanelProps, useExtensions } from "@/records/extensions";
import { toast } from "@/ui/toast";
import { ChoiceChips } from "./choice-chips";
import { KindPicker } from "./kind-picker";
import { channelOf, planned } from "./kinds";
import { NextContact } from "./next-contact";
import { useLog } from "./use-log";
import "./activities.css";

type Typed = { kind: string; text: string; day: string | null; severity?: string | null };

/** In working hours: a task is for the morning, a complaint until the evening. */
const hour = { task: "09:00", complaint: "18:00" } as Record<string, string>;

/** Notes a call, a visit or a remark on a record, or plans a task, with the day of the next contact. */
export function Composer({ object, record }: PanelProps) {
  const { t } = useTranslation();
  const activity = useObject("activity");
  const { Reach } = useExtensions();
  const draft = useDraft<Typed>(`log.${record.id}`);
  const before = draft.found?.value;
  const [open, setOpen] = useState(before !== undefined);
  const [kind, setKind] = useState(before?.kind ?? "call");
  const [text, setText] = useState(before?.text ?? "");
  const [day, setDay] = useState<string | null>(before?.day ?? null);
  const [severity, setSeverity] = useState<string | null>(before?.severity ?? null);
  useKeeping(draft, text.trim() || day ? { kind, text, day, severity } : null);
  const [files, setFiles] = useState<unknown>(null);
  const attachments = activity && fieldOf(activity, "attachments");
  const reset = () => {
    setText("");
    setFiles(null);
    setDay(null);
    setSeverity(null);
    setOpen(false);
    draft.forget();
  };
  const log = useLog([{ object: object.key, plural: object.plural, id: record.id }], reset);
  // Opened without a network it must be whole: what it shows then is fetched while there is one.
  useEffect(preloadEditors, []);
  if (!activity?.rights.create) return null;
  const plan = planned.has(kind);
  const due = plan && day ? new Date(`${day}T${hour[kind]}`).toISOString() : null;
  const complaint = kind === "complaint";
  const submit = () =>
    log.mutate({
      kind,
      text,
      done: !plan,
      due,
      next_contact: plan ? null : day,
      attachments: files,
      severity: complaint ? severity : null,
    });
  return (
    <form
      className={`composer ${open ? "composer--open" : ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (isUploading(event.currentTarget)) toast(t("fields.file.wait"), { tone: "error" });
        else submit();
      }}
    >
      {draft.found && <DraftNote at={draft.found.at} onDiscard={reset} />}
      <KindPicker kind={kind} onKind={setKind} />
      <textarea
        className="composer__text"
        rows={open ? 3 : 1}
        value={text}
        placeholder={t(
          complaint
            ? "activity.complaintPlaceholder"
            : plan
              ? "activity.planPlaceholder"
              : "activity.placeholder",
        )}
        aria-label={t("activity.text")}
        onFocus={() => setOpen(true)}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey))
            event.currentTarget.form?.requestSubmit();
        }}
      />
      {open && attachments && canEdit(activity, attachments) && (
        <div className="composer__files">
          <FieldInput field={attachments} value={files} onChange={setFiles} />
        </div>
      )}
      <Suspense>
        {open && Reach && (plan || channelOf[kind]) && (
          <Reach
            object={object}
            record={record}
            channel={channelOf[kind]}
            at={due ?? undefined}
            day={plan ? undefined : (day ?? undefined)}
          />
        )}
      </Suspense>
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
          <NextContact
            value={day}
            onChange={setDay}
            label={complaint ? t("activity.solveBy") : plan ? t("activity.due") : undefined}
          />
          <span className="row composer__ends">
            <Button onClick={reset}>{t("common.cancel")}</Button>
            <Button
              type="primary"
              htmlType="submit"
              loading={log.isPending}
              disabled={text.trim() === "" && day === null && files === null}
            >
              {t(complaint ? "activity.complain" : plan ? "activity.plan" : "activity.log")}
            </Button>
          </span>
        </div>
      )}
    </form>
  );
}
