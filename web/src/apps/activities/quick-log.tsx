import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta, RecordData } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { useDraft, useKeeping } from "@/metadata/use-draft";
import { titleOf } from "@/metadata/values";
import { DraftNote } from "@/records/draft-note";
import { Dialog } from "@/ui/dialog";
import { usePhone } from "@/ui/use-media";
import { ChoiceChips } from "./choice-chips";
import { KindPicker } from "./kind-picker";
import { planned } from "./kinds";
import { NextContact } from "./next-contact";
import { useComplete, useLog } from "./use-log";
import "./activities.css";

type Props = {
  onClose: () => void;
  activity?: RecordData;
  about?: { object: ObjectMeta; record: RecordData };
};

type Typed = { kind: string; outcome: string | null; text: string; day: string | null };

/** A follow-up in a few taps: what it was, how it went, a line of text, when again. */
export function QuickLog({ onClose, activity, about }: Props) {
  const { t } = useTranslation();
  const phone = usePhone();
  const object = useObject("activity");
  const draft = useDraft<Typed>(`log.${activity?.id ?? about?.record.id ?? "new"}`);
  const before = draft.found?.value;
  const [kind, setKind] = useState(before?.kind ?? "call");
  const [outcome, setOutcome] = useState<string | null>(before?.outcome ?? null);
  const [text, setText] = useState(before?.text ?? "");
  const [day, setDay] = useState<string | null>(before?.day ?? null);
  useKeeping(draft, text.trim() || day ? { kind, outcome, text, day } : null);
  const done = () => {
    draft.forget();
    onClose();
  };
  const discard = () => {
    setText("");
    setDay(null);
    draft.forget();
  };
  const tied = about ? [{ object: about.object.key, plural: about.object.plural, id: about.record.id }] : [];
  const log = useLog(tied, done);
  const complete = useComplete(activity ?? { id: "", version: 0 }, done);
  const title = activity
    ? String(activity.subject ?? "")
    : about
      ? titleOf(about.object, about.record, currentLanguage())
      : (object?.label ?? "");
  const submit = () =>
    activity
      ? complete.mutate({ outcome, text, next_contact: day })
      : log.mutate({ kind, text, next_contact: day, done: !planned.has(kind) });
  return (
    <Dialog
      title={title}
      footer={null}
      width={480}
      onCancel={onClose}
      className={phone ? "sheet" : undefined}
      style={phone ? { top: "auto" } : undefined}
    >
      <form
        className="quick-log"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {draft.found && <DraftNote at={draft.found.at} onDiscard={discard} />}
        {activity ? (
          <ChoiceChips name="outcome" legend={t("activity.outcome")} value={outcome} onChange={setOutcome} />
        ) : (
          <KindPicker kind={kind} onKind={setKind} />
        )}
        <textarea
          className="field-input"
          value={text}
          placeholder={t("activity.placeholder")}
          aria-label={t("activity.text")}
          onChange={(event) => setText(event.target.value)}
        />
        <NextContact value={day} onChange={setDay} />
        <Button
          type="primary"
          size="large"
          block
          htmlType="submit"
          loading={log.isPending || complete.isPending}
        >
          {t(activity ? "activity.complete" : "activity.log")}
        </Button>
      </form>
    </Dialog>
  );
}
