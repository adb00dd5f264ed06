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
import { useDraft, useKeeping } from "@/metadata/use-draft";
import { DraftNote } from "@/records/draft-note";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";
import { useBack } from "@/ui/use-back";
import { usePhone } from "@/ui/use-media";
import { Waiting } from "@/ui/waiting";
import { NoMailbox } from "./no-mailbox";
import { Receivers } from "./receivers";
import { type Box, mailKeys, readBoxes } from "./requests";
import { Templates } from "./templates";
import { isOf, useSure, useWarned, Warnings } from "./warnings";
import "./mail.css";

export type About = { object: ObjectMeta; record: RecordData };
export type Begun = {
  to?: string[];
  cc?: string[];
  subject?: string;
  body?: string;
  /** Who else had the mail that is answered. */
  others?: string[];
  answers?: string;
  /** The mail it is about without answering it. */
  about?: string;
  box?: string;
  files?: unknown;
  kind?: "reply" | "all" | "forward";
};
/** What is kept on this device until it is sent; files are not. */
type Draft = { box: string; to: string[]; cc: string[]; bcc: string[]; subject: string; body: string };
type Props = { about: About; begun?: Begun; onClose: () => void };

/** The drawer in which a mail is written and sent. */
export function Compose(props: Props) {
  const { t } = useTranslation();
  const phone = usePhone();
  useBack(props.onClose);
  const boxes = useQuery({ queryKey: mailKeys.boxes, queryFn: ({ signal }) => readBoxes(signal) });
  const found = boxes.data?.items;
  return (
    <Drawer
      open
      rootClassName="compose"
      title={props.begun?.kind ? t(`mail:kind.${props.begun.kind}`) : t("mail:new")}
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

function useSend({ about, begun, onClose }: Props, onSent: () => void) {
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
      onSent();
      toast(t("mail:queued"));
      onClose();
    },
  });
}

/** What a mail begins with, before anybody typed. */
function beginning({ begun = {}, boxes }: Props & { boxes: Box[] }): Draft {
  const box = boxes.find((each) => each.id === begun.box) ?? boxes[0];
  const to = begun.to ?? [];
  const own = (person: string) => boxes.some((each) => isOf(person, each.address.toLowerCase()));
  return {
    box: box?.id ?? "",
    to,
    cc: [...new Set(begun.others)].filter((each) => !to.includes(each) && !own(each)),
    bcc: [],
    subject: begun.subject ?? "",
    body: sign(box, begun.body ?? "<p><br></p>"),
  };
}

function Form(props: Props & { boxes: Box[] }) {
  const { t } = useTranslation();
  const { about, begun = {}, boxes } = props;
  const mails = useObject("mail_message");
  const [fresh] = useState(() => beginning(props));
  const kept = useDraft<Draft>(
    `mail.${about.record.id}.${begun.kind ?? ""}.${begun.answers ?? begun.about ?? ""}`,
  );
  const [mail, setMail] = useState<Draft>(kept.found?.value ?? fresh);
  const [more, setMore] = useState(mail.cc.length + mail.bcc.length > 0);
  const [filled, setFilled] = useState(0);
  const [files, setFiles] = useState<unknown>(begun.files ?? null);
  const set = (part: Partial<Draft>) => setMail((old) => ({ ...old, ...part }));
  const same = JSON.stringify(mail) === JSON.stringify(fresh);
  useKeeping(kept, same ? null : mail);
  const { to, cc, bcc, subject, body } = mail;
  const box = boxes.find((each) => each.id === mail.box);
  const told = useWarned([...to, ...cc, ...bcc]);
  const sure = useSure();
  const send = useSend(props, kept.forget);
  const attachments = mails && fieldOf(mails, "attachments");
  const text = mails && fieldOf(mails, "body");
  const wrong = send.error instanceof Problem ? send.error : null;
  const errors = Object.fromEntries((wrong?.errors ?? []).map((each) => [each.field, each.message]));
  const line = (people: string[]) => people.join(", ") || null;
  const submit = async () => {
    if (!(await sure(told.items))) return;
    send.mutate({
      mailbox: mail.box,
      to: line(to),
      cc: line(cc),
      bcc: line(bcc),
      subject: subject.trim() || t("mail:noSubject"),
      body,
      attachments: files,
    });
  };
  const leaveOut = (address: string) => {
    const rest = (people: string[]) => people.filter((each) => !isOf(each, address));
    set({ to: rest(to), cc: rest(cc), bcc: rest(bcc) });
  };
  return (
    <form
      className="compose__form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isUploading(event.currentTarget)) toast(t("fields.file.wait"), { tone: "error" });
        else void submit();
      }}
    >
      {kept.found && (
        <DraftNote
          at={kept.found.at}
          onDiscard={() => {
            kept.forget();
            setMail(fresh);
            setFilled((count) => count + 1);
          }}
        />
      )}
      {wrong && wrong.errors.length === 0 && <Note danger>{wrong.message}</Note>}
      {boxes.length > 1 && (
        <div className="compose__line">
          <span id="compose-from">{t("mail:from")}</span>
          <Select
            aria-labelledby="compose-from"
            value={mail.box}
            onChange={(id) => set({ box: id })}
            options={boxes.map((each) => ({ value: each.id, label: `${each.name} <${each.address}>` }))}
          />
        </div>
      )}
      <Receivers
        label={t("mail:to")}
        about={about}
        value={to}
        error={errors.to}
        onChange={(people) => set({ to: people })}
        autoFocus
      >
        {!more && <PlainButton label={t("mail:more")} onClick={() => setMore(true)} />}
      </Receivers>
      {more && (
        <>
          <Receivers
            label={t("mail:cc")}
            about={about}
            value={cc}
            error={errors.cc}
            onChange={(people) => set({ cc: people })}
          />
          <Receivers
            label={t("mail:bcc")}
            about={about}
            value={bcc}
            error={errors.bcc}
            onChange={(people) => set({ bcc: people })}
          />
        </>
      )}
      <Warnings told={told} onLeaveOut={leaveOut} />
      <div className="compose__line">
        <label htmlFor="compose-subject">{t("mail:subject")}</label>
        <input
          id="compose-subject"
          className="field-input"
          maxLength={500}
          value={subject}
          onChange={(event) => set({ subject: event.target.value })}
        />
        <Templates
          about={about}
          onFill={(given) => {
            set({ subject: given.subject, body: sign(box, given.body) });
            setFilled((count) => count + 1);
          }}
        />
      </div>
      <div className="compose__body">
        {text && (
          <FieldInput
            key={filled}
            field={text}
            value={body}
            onChange={(now) => set({ body: String(now ?? "") })}
          />
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
