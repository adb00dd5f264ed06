import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { listRecords } from "@/api/records";
import type { ObjectMeta } from "@/api/types";
import { clock, fullDate } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { useObject } from "@/metadata/meta";
import { Dialog } from "@/ui/dialog";
import { Empty } from "@/ui/empty";
import { Html } from "@/ui/html";
import { Note } from "@/ui/note";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";
import { Waiting } from "@/ui/waiting";
import { NoMailbox } from "../no-mailbox";
import { mailKeys, readBoxes, readReceivers } from "../requests";
import { type Enrolled, enrol, followKeys, previewMails, refreshFollowed, type Wanted } from "./requests";
import { nameOf, sequencesFor } from "./sequences";
import "./follow.css";

/** Records of one request. */
const portion = 100;

type Chosen = { id: string; title: string }[];
type Props = { object: ObjectMeta; chosen: Chosen; onClose: () => void };

/** Chooses a sequence for one record or several; what would be sent is read before it begins. */
export function EnrolDialog({ object, chosen, onClose }: Props) {
  const { t } = useTranslation("follow");
  const asked = sequencesFor(object.key);
  const list = useQuery({
    queryKey: keys.list("mail-sequences", asked),
    queryFn: ({ signal }) =>
      listRecords("mail-sequences", { ...asked, filter: asked.filter as never, limit: 100 }, signal),
  });
  const boxes = useQuery({ queryKey: mailKeys.boxes, queryFn: ({ signal }) => readBoxes(signal) });
  const error = list.error ?? boxes.error;
  const ready = list.data && boxes.data;
  const shell = { title: t("followTitle"), width: 640, onCancel: onClose };
  if (ready && list.data.items.length > 0 && boxes.data.items.length > 0)
    return (
      <Form
        object={object}
        chosen={chosen}
        sequences={list.data.items.map((each) => ({ value: each.id, label: nameOf(each) }))}
        boxes={boxes.data.items.map((each) => ({ value: each.id, label: `${each.name} <${each.address}>` }))}
        onClose={onClose}
      />
    );
  return (
    <Dialog {...shell} footer={null}>
      {error ? (
        <Note danger>{error.message}</Note>
      ) : !ready ? (
        <Waiting />
      ) : boxes.data.items.length === 0 ? (
        <NoMailbox />
      ) : (
        <NoSequence />
      )}
    </Dialog>
  );
}

function NoSequence() {
  const { t } = useTranslation("follow");
  const may = useObject("mail_sequence")?.rights.create;
  return (
    <Empty icon="calendar-clock" title={t("noSequence")} hint={may ? undefined : t("noSequenceHint")}>
      {may && (
        <Link
          className="mail__link"
          to="/settings/$section/$id"
          params={{ section: "mail-sequences", id: "new" }}
        >
          {t("make")}
        </Link>
      )}
    </Empty>
  );
}

type Option = { value: string; label: string };
type FormProps = Props & { sequences: Option[]; boxes: Option[] };

function Form({ object, chosen, sequences, boxes, onClose }: FormProps) {
  const { t } = useTranslation("follow");
  const [sequence, setSequence] = useState(sequences[0]?.value ?? "");
  const [mailbox, setMailbox] = useState(boxes[0]?.value ?? "");
  const [to, setTo] = useState<string | undefined>();
  const single = chosen.length === 1;
  const wanted: Wanted = { sequence, mailbox, object: object.key, ...(single && to ? { to } : {}) };
  const { work, done } = useEnrol(wanted, chosen, onClose);
  const first = chosen[0];
  const shell = { title: t("followTitle"), width: 640, mask: { closable: false }, onCancel: onClose };
  if (work.data && work.data.refused.length > 0)
    return (
      <Dialog {...shell} footer={<Button onClick={onClose}>{t("done")}</Button>}>
        <Refused found={work.data} />
      </Dialog>
    );
  return (
    <Dialog
      {...shell}
      footer={
        <Button type="primary" loading={work.isPending} onClick={() => work.mutate()}>
          {work.isPending && !single
            ? t("working", { done, all: chosen.length })
            : single
              ? t("start")
              : t("startMany", { count: chosen.length })}
        </Button>
      }
    >
      <div className="follow-form">
        {work.error && <Note danger>{work.error.message}</Note>}
        <Chooser label={t("sequence")} value={sequence} options={sequences} onChange={setSequence} />
        <div className="follow-form__pair">
          {boxes.length > 1 && (
            <Chooser label={t("from")} value={mailbox} options={boxes} onChange={setMailbox} />
          )}
          {single && first && <To object={object} id={first.id} value={to} onChange={setTo} />}
        </div>
        {first && <Preview wanted={{ ...wanted, id: first.id }} example={single ? undefined : first.title} />}
      </div>
    </Dialog>
  );
}

/** Portions one after the other; who is refused is told when all are through. */
function useEnrol(wanted: Wanted, chosen: Chosen, onClose: () => void) {
  const { t } = useTranslation("follow");
  const client = useQueryClient();
  const [done, setDone] = useState(0);
  const work = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      const all: Enrolled = { enrolled: 0, refused: [] };
      for (let start = 0; start < chosen.length; start += portion) {
        const ids = chosen.slice(start, start + portion).map((each) => each.id);
        const found = await enrol({ ...wanted, ids });
        all.enrolled += found.enrolled;
        all.refused.push(...found.refused);
        setDone(start + ids.length);
      }
      return all;
    },
    onSettled: () => refreshFollowed(client),
    onSuccess: (found) => {
      if (found.enrolled > 0) toast(t("started", { count: found.enrolled }));
      if (found.refused.length === 0) onClose();
    },
  });
  return { work, done };
}

type ChooserProps = { label: string; value: string; options: Option[]; onChange: (value: string) => void };

function Chooser({ label, value, options, onChange }: ChooserProps) {
  return (
    <div className="labelled">
      <span>{label}</span>
      <Select
        aria-label={label}
        showSearch={{ optionFilterProp: "label" }}
        value={value}
        options={options}
        onChange={onChange}
      />
    </div>
  );
}

type ToProps = {
  object: ObjectMeta;
  id: string;
  value: string | undefined;
  onChange: (to: string | undefined) => void;
};

function To({ object, id, value, onChange }: ToProps) {
  const { t } = useTranslation("follow");
  const offers = useQuery({
    queryKey: mailKeys.receivers(object.key, id),
    queryFn: ({ signal }) => readReceivers(object.key, id, "", signal),
  });
  const options = (offers.data?.items ?? []).map(({ address, name }) => ({
    value: address,
    label: name && name !== address ? `${name} <${address}>` : address,
  }));
  const first = options[0];
  return (
    <div className="labelled">
      <span>{t("to")}</span>
      <Select<string>
        aria-label={t("to")}
        disabled={options.length === 0}
        placeholder={offers.isPending ? "" : t("noAddress")}
        value={value ?? first?.value}
        options={options}
        onChange={onChange}
      />
    </div>
  );
}

type PreviewProps = { wanted: Wanted & { id: string }; example: string | undefined };

/** The mails with the record's own words, and when each is due. */
function Preview({ wanted, example }: PreviewProps) {
  const { t } = useTranslation("follow");
  const language = currentLanguage();
  const query = useQuery({
    queryKey: followKeys.preview(wanted),
    queryFn: ({ signal }) => previewMails(wanted, signal),
    retry: false,
  });
  if (query.error) return <Note danger>{query.error.message}</Note>;
  if (!query.data) return <Waiting />;
  const { to, problem, mails } = query.data;
  return (
    <section aria-label={t("mails")}>
      {problem && <Note danger>{problem}</Note>}
      <p className="muted">
        {example ? t("previewFirst", { title: example }) : to && t("previewOf", { to })}
      </p>
      <ol className="follow-mails">
        {mails.map((mail, at) => (
          <li key={`${mail.at} ${mail.subject ?? at}`} className="follow-mail">
            <header className="follow-mail__head">
              <strong>{t("mailAt", { at: at + 1 })}</strong>
              <span className="muted num">
                {t("at", { day: fullDate(mail.at, language), time: clock(mail.at, language) })}
              </span>
            </header>
            <div className="follow-mail__body">
              {mail.problem ? (
                <Note danger>{mail.problem}</Note>
              ) : (
                <>
                  <p className="follow-mail__subject">{mail.subject}</p>
                  <Html source={mail.body ?? ""} />
                </>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Refused({ found }: { found: Enrolled }) {
  const { t } = useTranslation("follow");
  return (
    <div role="status">
      {found.enrolled > 0 && <p>{t("started", { count: found.enrolled })}</p>}
      <p>{t("refused", { count: found.refused.length })}</p>
      <ul className="follow-refused">
        {found.refused.map((each) => (
          <li key={each.id}>
            <strong>{each.title ?? t("unseen")}</strong> {each.message}
          </li>
        ))}
      </ul>
    </div>
  );
}
