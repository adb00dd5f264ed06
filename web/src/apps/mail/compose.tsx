import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { Send } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { refresh } from "@/api/keys";
import { Problem } from "@/api/problem";
import { changeRecord, createRecord, runAction } from "@/api/records";
import type { ObjectMeta, RecordData } from "@/api/types";
import { FieldInput } from "@/fields/editor";
import { isUploading } from "@/fields/file/uploading";
import { fieldOf, useObject } from "@/metadata/meta";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";
import { usePhone } from "@/ui/use-media";
import { Waiting } from "@/ui/waiting";
import { NoMailbox } from "./no-mailbox";
import { Receivers } from "./receivers";
import { type Box, mailKeys, readBoxes } from "./requests";
import { Templates } from "./templates";
import "./mail.css";

export type About = { object: ObjectMeta; record: RecordData };
export type Begun = {
  to?: string[];
  cc?: string[];
  subject?: string;
  body?: string;
  answers?: string;
  box?: string;
};
type Props = { about: About; begun?: Begun; onClose: () => void };

/** The drawer in which a mail is written and sent. */
export function Compose(props: Props) {
  const { t } = useTranslation();
  const phone = usePhone();
  const boxes = useQuery({ queryKey: mailKeys.boxes, queryFn: ({ signal }) => readBoxes(signal) });
  const found = boxes.data?.items;
  return (
    <Drawer
      open
      rootClassName="compose"
      title={props.begun?.answers ? t("mail:answer") : t("mail:new")}
      size={phone ? "100%" : 640}
      onClose={props.onClose}
      mask={{ closable: false }}
    >
      {boxes.isPending && <Waiting />}
      {boxes.error && <Note danger>{boxes.error.message}</Note>}
      {found?.length === 0 && <NoMailbox />}
      {found && found.length > 0 && <Form {...props} boxes={found} />}
    </Drawer>
  );
}

const sign = (box: Box | undefined, body: string): string =>
  `${body}${box?.signature ? `<p><br></p>${box.signature}` : ""}`;

function useSend({ about, begun, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const draft = useRef<RecordData | null>(null);
  return useMutation({
    meta: { quiet: true },
    mutationFn: async (values: object) => {
      const { object, record } = about;
      draft.current = draft.current
        ? await changeRecord("mail-messages", draft.current.id, values, draft.current.version)
        : await createRecord("mail-messages", {
            ...values,
            ...(begun?.answers ? { answers: begun.answers } : {}),
            related: [{ object: object.key, id: record.id }],
          });
      return runAction("mail-messages", draft.current.id, "send", {});
    },
    onSuccess: () => {
      refresh(client, "mail-messages");
      refresh(client, about.object.plural, about.record.id);
      toast(t("mail:queued"));
      onClose();
    },
  });
}

function Form(props: Props & { boxes: Box[] }) {
  const { t } = useTranslation();
  const { about, begun = {}, boxes } = props;
  const mails = useObject("mail_message");
  const [boxId, setBox] = useState(begun.box ?? boxes[0]?.id ?? "");
  const box = boxes.find((each) => each.id === boxId);
  const [to, setTo] = useState(begun.to ?? []);
  const [cc, setCc] = useState(begun.cc ?? []);
  const [bcc, setBcc] = useState<string[]>([]);
  const [more, setMore] = useState(cc.length > 0);
  const [subject, setSubject] = useState(begun.subject ?? "");
  const [body, setBody] = useState(sign(box, begun.body ?? "<p><br></p>"));
  const [filled, setFilled] = useState(0);
  const [files, setFiles] = useState<unknown>(null);
  const send = useSend(props);
  const attachments = mails && fieldOf(mails, "attachments");
  const text = mails && fieldOf(mails, "body");
  const wrong = send.error instanceof Problem ? send.error : null;
  const errors = Object.fromEntries((wrong?.errors ?? []).map((each) => [each.field, each.message]));
  const line = (people: string[]) => people.join(", ") || null;
  const submit = () =>
    send.mutate({
      mailbox: boxId,
      to: line(to),
      cc: line(cc),
      bcc: line(bcc),
      subject: subject.trim() || t("mail:noSubject"),
      body,
      attachments: files,
    });
  return (
    <form
      className="compose__form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isUploading(event.currentTarget)) toast(t("fields.file.wait"), { tone: "error" });
        else submit();
      }}
    >
      {wrong && wrong.errors.length === 0 && <Note danger>{wrong.message}</Note>}
      {boxes.length > 1 && (
        <div className="compose__line">
          <span id="compose-from">{t("mail:from")}</span>
          <Select
            aria-labelledby="compose-from"
            value={boxId}
            onChange={setBox}
            options={boxes.map((each) => ({ value: each.id, label: `${each.name} <${each.address}>` }))}
          />
        </div>
      )}
      <Receivers label={t("mail:to")} about={about} value={to} error={errors.to} onChange={setTo} autoFocus>
        {!more && <PlainButton label={t("mail:more")} onClick={() => setMore(true)} />}
      </Receivers>
      {more && (
        <>
          <Receivers label={t("mail:cc")} about={about} value={cc} error={errors.cc} onChange={setCc} />
          <Receivers label={t("mail:bcc")} about={about} value={bcc} error={errors.bcc} onChange={setBcc} />
        </>
      )}
      <div className="compose__line">
        <label htmlFor="compose-subject">{t("mail:subject")}</label>
        <input
          id="compose-subject"
          className="field-input"
          maxLength={500}
          value={subject}
          onChange={(event) => setSubject(event.target.value)}
        />
        <Templates
          about={about}
          onFill={(given) => {
            setSubject(given.subject);
            setBody(sign(box, given.body));
            setFilled((count) => count + 1);
          }}
        />
      </div>
      <div className="compose__body">
        {text && (
          <FieldInput key={filled} field={text} value={body} onChange={(now) => setBody(String(now ?? ""))} />
        )}
        {errors.body && <p className="form__error">{errors.body}</p>}
      </div>
      {attachments && <FieldInput field={attachments} value={files} onChange={setFiles} />}
      <div className="compose__foot">
        <span className="muted">{box?.shared ? t("mail:sharedHint") : t("mail:privateHint")}</span>
        <Button
          type="primary"
          htmlType="submit"
          icon={<Send size={14} />}
          loading={send.isPending}
          disabled={to.length + cc.length + bcc.length === 0}
        >
          {t("mail:send")}
        </Button>
      </div>
    </form>
  );
}
