import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { MessageSquarePlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addComment } from "@/api/notices";
import type { RecordData, Ref } from "@/api/types";
import { fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { type Chosen, called } from "@/records/calling/called";
import { CallingText } from "@/records/calling/calling-text";
import { WithCalls } from "@/records/calling/with-calls";
import { plainText } from "@/ui/html";
import { PlainButton } from "@/ui/plain-button";
import { Segments } from "@/ui/segments";
import { Tag } from "@/ui/tag";
import "./texts";
import "./visits.css";

function Remark({ remark }: { remark: RecordData }) {
  const { t } = useTranslation();
  const at = String(remark.created_at ?? "");
  return (
    <li className="remark">
      <strong>{(remark.owner as Ref | null)?.title}</strong>
      {remark.review === true && <span className="muted">{t("visits:superior")}</span>}
      {remark.mark === "good" && <Tag text={t("visits:good")} colour="green" />}
      {remark.mark === "improve" && <Tag text={t("visits:improve")} colour="orange" />}
      <time className="muted num" dateTime={at}>
        {fullDateTime(at, currentLanguage())}
      </time>
      <p className="remark__text">
        <WithCalls text={plainText(String(remark.body ?? ""))} of={remark} />
      </p>
    </li>
  );
}

/** What was said of a call or a visit, and saying something: superiors may mark it, whoever did it is told. */
export function Remarks({ activity, said, led }: { activity: RecordData; said: RecordData[]; led: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Chosen[]>([]);
  const [mark, setMark] = useState("");
  const send = useMutation({
    mutationFn: () => addComment("activity", activity.id, text.trim(), called(text, chosen), mark || null),
    onSuccess: () => {
      setOpen(false);
      setText("");
      setChosen([]);
      setMark("");
      void client.invalidateQueries({ queryKey: ["record"] });
    },
  });
  return (
    <div className="remarks">
      {said.length > 0 && (
        <ul className="remarks__list">
          {said.map((remark) => (
            <Remark key={remark.id} remark={remark} />
          ))}
        </ul>
      )}
      {open ? (
        <form
          className="remarks__form"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim()) send.mutate();
          }}
        >
          {led && (
            <Segments
              label={t("visits:mark")}
              value={mark}
              options={[
                { value: "", label: t("visits:unmarked") },
                { value: "good", label: t("visits:good") },
                { value: "improve", label: t("visits:improve") },
              ]}
              onChange={setMark}
            />
          )}
          <CallingText
            className="field-input"
            rows={3}
            about={{ object: "activity", plural: "activities", id: activity.id }}
            text={text}
            chosen={chosen}
            label={t("visits:remark")}
            placeholder={led ? t("visits:remarkLed") : t("visits:remark")}
            onText={setText}
            onChosen={setChosen}
          />
          <span className="row">
            <Button type="primary" htmlType="submit" loading={send.isPending} disabled={text.trim() === ""}>
              {t("visits:send")}
            </Button>
            <Button onClick={() => setOpen(false)}>{t("common.cancel")}</Button>
          </span>
        </form>
      ) : (
        <PlainButton
          icon={<MessageSquarePlus size={14} aria-hidden="true" />}
          label={led ? t("visits:review") : t("visits:reply")}
          onClick={() => setOpen(true)}
        />
      )}
    </div>
  );
}
