import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { Forward, Lock, Reply, ReplyAll } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { apiUrl } from "@/api/client";
import { keys, refresh } from "@/api/keys";
import { changeRecord, readRecord, runAction } from "@/api/records";
import type { RecordData, TimelineItem } from "@/api/types";
import { isEmpty, Value } from "@/fields/value";
import { clock, fullDateTime } from "@/lib/dates";
import { currentLanguage } from "@/lib/i18n";
import { fieldOf, useObject } from "@/metadata/meta";
import type { PanelProps } from "@/records/extensions";
import { Html, plainText } from "@/ui/html";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { PlainButton } from "@/ui/plain-button";
import { Tag } from "@/ui/tag";
import { type Answer, answerTo, forwarded, hasOthers } from "./answer";
import "./mail.css";

const Compose = lazy(() => import("./compose").then((module) => ({ default: module.Compose })));
const pending = ["queued", "sending"];
/** Characters of a mail shown before it is opened. */
const shown = 280;

/** The mail as it is now: one that is being sent is asked for until it is. */
function useNow(item: RecordData): RecordData {
  const client = useQueryClient();
  const waiting = pending.includes(String(item.state));
  const query = useQuery({
    queryKey: keys.record("mail-messages", item.id),
    queryFn: async ({ signal }) => {
      const now = await readRecord("mail-messages", item.id, signal);
      if (!pending.includes(String(now.state))) void client.invalidateQueries({ queryKey: ["record"] });
      return now;
    },
    enabled: waiting,
    refetchInterval: (query) =>
      pending.includes(String(query.state.data?.state ?? "queued")) ? 2000 : false,
  });
  return waiting && query.data && query.data.version >= item.version ? query.data : item;
}

const hasPictures = (mail: RecordData): boolean => mail.direction === "in" && !isEmpty(mail.original);

type Props = { item: TimelineItem } & Partial<PanelProps>;

/** An e-mail on the timeline. */
export function Mailed({ item, object, record }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mails = useObject("mail_message");
  const mail = useNow(item.activity as RecordData);
  const [open, setOpen] = useState(false);
  const [answering, setAnswering] = useState<Answer | null>(null);
  const change = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSettled: () => {
      refresh(client, "mail-messages");
      void client.invalidateQueries({ queryKey: ["record"] });
    },
  });
  if (!mails) return null;
  const language = currentLanguage();
  const state = fieldOf(mails, "state")?.choices?.find((choice) => choice.value === mail.state);
  const body = String(mail.body ?? "");
  const words = plainText(body);
  const long = words.length > shown;
  const attachments = fieldOf(mails, "attachments");
  const problem = mail.problem as { zh?: string; en?: string } | null;
  const mine = mail._can?.update ?? mail.owner !== undefined;
  const again = mail.state === "failed" || mail.state === "unsure";
  return (
    <>
      <span className="line__mark soft-blue">
        <Icon name="mail" size={13} />
      </span>
      <div className="line__body">
        <p className="happening__head">
          <strong>{String(mail.sender ?? item.actor?.title ?? "")}</strong>
          <span className="muted mail__to">{t("mail:toWhom", { people: String(mail.to ?? "") })}</span>
          {state && mail.state !== "sent" && mail.state !== "received" && (
            <Tag text={state.label} colour={state.color ?? "gray"} />
          )}
          {mail.shared !== true && (
            <span className="muted" title={t("mail:privateHint")}>
              <Lock size={12} role="img" aria-label={t("mail:private")} />
            </span>
          )}
          <time className="muted num" dateTime={item.at} title={fullDateTime(item.at, language)}>
            {clock(item.at, language)}
          </time>
        </p>
        <div className="line__card mail__card">
          <Link className="mail__subject" to="/$plural/$id" params={{ plural: mails.plural, id: mail.id }}>
            {String(mail.subject)}
          </Link>
          {open || !long ? (
            <Html source={body} />
          ) : (
            <p className="mail__words">{`${words.slice(0, shown)}…`}</p>
          )}
          {attachments && !isEmpty(mail.attachments) && (
            <Value field={attachments} value={mail.attachments} />
          )}
        </div>
        {problem && <Note danger>{problem[language] || problem.en || problem.zh}</Note>}
        <div className="row mail__tools">
          {long && (
            <PlainButton label={open ? t("mail:less") : t("mail:whole")} onClick={() => setOpen(!open)} />
          )}
          {hasPictures(mail) && (
            <a
              className="plain"
              href={apiUrl(`/mail/originals/${mail.id}`)}
              target="_blank"
              rel="noreferrer"
              title={t("mail:picturesHint")}
            >
              {t("mail:pictures")}
            </a>
          )}
          {object && record && <Answers mail={mail} onPick={setAnswering} />}
          {mine && mail.state !== "draft" && (
            <PlainButton
              label={mail.shared ? t("mail:hide") : t("mail:show")}
              disabled={change.isPending}
              onClick={() =>
                change.mutate(() =>
                  changeRecord("mail-messages", mail.id, { shared: !mail.shared }, mail.version),
                )
              }
            />
          )}
          {again && (
            <Button
              loading={change.isPending}
              onClick={() => change.mutate(() => runAction("mail-messages", mail.id, "resend", {}))}
            >
              {t("mail:again")}
            </Button>
          )}
        </div>
        <Suspense>
          {answering && object && record && (
            <Compose
              about={{ object, record }}
              begun={answering === "forward" ? forwarded(mail, t) : answerTo(mail, t, answering === "all")}
              onClose={() => setAnswering(null)}
            />
          )}
        </Suspense>
      </div>
    </>
  );
}

const icons = { reply: Reply, all: ReplyAll, forward: Forward };

/** The ways to write because of a mail. */
function Answers({ mail, onPick }: { mail: RecordData; onPick: (answer: Answer) => void }) {
  const { t } = useTranslation();
  const offered: Answer[] = ["reply", ...(hasOthers(mail) ? (["all"] as const) : []), "forward"];
  return offered.map((each) => {
    const Icon = icons[each];
    return (
      <PlainButton
        key={each}
        icon={<Icon size={14} />}
        label={t(`mail:kind.${each}`)}
        onClick={() => onPick(each)}
      />
    );
  });
}
