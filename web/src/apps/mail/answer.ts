import type { RecordData, Ref } from "@/api/types";
import { fullDateTime } from "@/lib/dates";
import { currentLanguage, type Translate } from "@/lib/i18n";
import type { Begun } from "./compose";

export type Answer = "reply" | "all" | "forward";

const asHtml = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

const prefixed = /^((re|aw|sv|fwd?|wg|vs|回复|答复|回覆|转发|轉寄)\s*[:：]\s*)+/i;

/** The subject of an answer: one "Re:" in front, whatever was there. */
export const answerSubject = (subject: string): string => `Re: ${subject.replace(prefixed, "")}`;

/** The people on a line; a comma within quotes parts nobody. */
export const peopleOf = (line: unknown): string[] =>
  String(line ?? "")
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((each) => each.trim())
    .filter(Boolean);

/** Whether more than one person had it: only then "all" is another answer. */
export const hasOthers = (mail: RecordData): boolean =>
  peopleOf(mail.to).length + peopleOf(mail.cc).length > 1;

/** What an answer to a mail begins with: its sender, or for one's own its receivers; the mail below it. */
export function answerTo(mail: RecordData, t: Translate, all = false): Begun {
  const own = mail.direction === "out";
  const at = typeof mail.sent_at === "string" ? fullDateTime(mail.sent_at, currentLanguage()) : "";
  const head = t("mail:wrote", { at, who: String(mail.sender ?? "") });
  const box = mail.mailbox as Ref | null;
  return {
    kind: all ? "all" : "reply",
    to: peopleOf(own ? mail.to : mail.sender),
    others: all ? [...(own ? [] : peopleOf(mail.to)), ...peopleOf(mail.cc)] : [],
    subject: answerSubject(String(mail.subject ?? "")),
    body: `<p><br></p><p>${asHtml(head)}</p><blockquote>${String(mail.body ?? "")}</blockquote>`,
    answers: mail.id,
    ...(box?.title ? { box: box.id } : {}),
  };
}

/** What passing a mail on begins with: its head and text below, its files with it. */
export function forwarded(mail: RecordData, t: Translate): Begun {
  const at = typeof mail.sent_at === "string" ? fullDateTime(mail.sent_at, currentLanguage()) : "";
  const subject = String(mail.subject ?? "");
  const head = [
    ["from", String(mail.sender ?? "")],
    ["date", at],
    ["subject", subject],
    ["to", String(mail.to ?? "")],
    ["cc", String(mail.cc ?? "")],
  ].filter(([, said]) => said);
  const lines = head
    .map(([name, said]) => `${asHtml(t(`mail:head.${name}`))}${asHtml(String(said))}`)
    .join("<br>");
  const box = mail.mailbox as Ref | null;
  return {
    kind: "forward",
    subject: `Fwd: ${subject.replace(prefixed, "")}`,
    body: `<p><br></p><p>${asHtml(t("mail:forwardedMail"))}<br>${lines}</p><blockquote>${String(mail.body ?? "")}</blockquote>`,
    files: mail.attachments ?? null,
    about: mail.id,
    ...(box?.title ? { box: box.id } : {}),
  };
}
