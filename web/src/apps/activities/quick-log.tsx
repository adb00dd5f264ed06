import { Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ObjectMeta, RecordData } from "@/api/types";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf, useObject } from "@/metadata/meta";
import { titleOf } from "@/metadata/values";
import { usePhone } from "@/ui/use-media";
import { KindPicker } from "./kind-picker";
import { NextContact } from "./next-contact";
import { useComplete, useLog } from "./use-log";
import "./activities.css";

type Props = {
  onClose: () => void;
  activity?: RecordData;
  about?: { object: ObjectMeta; record: RecordData };
};

function Outcomes({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) {
  const { t } = useTranslation();
  const activity = useObject("activity");
  const choices = (activity && fieldOf(activity, "outcome")?.choices) ?? [];
  if (choices.length === 0) return null;
  return (
    <fieldset className="next">
      <legend>{t("activity.outcome")}</legend>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          className="next__offer"
          aria-pressed={value === choice.value}
          onClick={() => onChange(value === choice.value ? null : choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}

/** A follow-up in a few taps: what it was, how it went, a line of text, when again. */
export function QuickLog({ onClose, activity, about }: Props) {
  const { t } = useTranslation();
  const phone = usePhone();
  const object = useObject("activity");
  const [kind, setKind] = useState("call");
  const [outcome, setOutcome] = useState<string | null>(null);
  const [text, setText] = useState("");
  const [day, setDay] = useState<string | null>(null);
  const tied = about ? [{ object: about.object.key, plural: about.object.plural, id: about.record.id }] : [];
  const log = useLog(tied, onClose);
  const complete = useComplete(activity ?? { id: "", version: 0 }, onClose);
  const title = activity
    ? String(activity.subject ?? "")
    : about
      ? titleOf(about.object, about.record, currentLanguage())
      : (object?.label ?? "");
  const submit = () =>
    activity
      ? complete.mutate({ outcome, text, next_contact: day })
      : log.mutate({ kind, text, next_contact: day, done: true });
  return (
    <Modal
      open
      title={title}
      footer={null}
      width={480}
      onCancel={onClose}
      transitionName=""
      maskTransitionName=""
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
        {activity ? (
          <Outcomes value={outcome} onChange={setOutcome} />
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
    </Modal>
  );
}
