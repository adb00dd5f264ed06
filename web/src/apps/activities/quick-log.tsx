import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta, RecordData } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { useDraft, useKeeping } from "@/metadata/use-draft";
import { titleOf } from "@/metadata/values";
import { type Chosen, called } from "@/records/calling/called";
import { CallingText } from "@/records/calling/calling-text";
import { DraftNote } from "@/records/draft-note";
import { Refusal } from "@/records/refusal";
import { Dialog } from "@/ui/dialog";
import { usePhone } from "@/ui/use-media";
import { BeforeReaching } from "./before-reaching";
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

type Typed = { kind: string; outcome: string | null; text: string; day: string | null; chosen?: Chosen[] };

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
  const [chosen, setChosen] = useState(before?.chosen ?? []);
  useKeeping(draft, text.trim() || day ? { kind, outcome, text, day, chosen } : null);
  const calls = called(text, chosen);
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
  const reached =
    activity && object
      ? { object, record: activity, kind: String(activity.kind) }
      : about && { ...about, kind };
  const submit = () =>
    activity
      ? complete.mutate({ outcome, text, next_contact: day, calls })
      : log.mutate({ kind, text, next_contact: day, done: !planned.has(kind), calls });
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
        <Refusal error={log.error ?? complete.error} />
        <CallingText
          className="field-input"
          rows={3}
          about={activity ? { object: "activity", plural: "activities", id: activity.id } : tied[0]}
          text={text}
          chosen={chosen}
          label={t("activity.text")}
          placeholder={t("activity.placeholder")}
          onText={setText}
          onChosen={setChosen}
        />
        {reached && <BeforeReaching {...reached} day={day} />}
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
