import type { RecordData, Ref } from "@/api/types";
import { fullDateTime } from "@/lib/dates";
import { currentLanguage, type Translate } from "@/lib/i18n";
import type { Begun } from "./compose";

const asHtml = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** The subject of an answer: one "Re:" in front, whatever was there. */
export const answerSubject = (subject: string): string =>
  `Re: ${subject.replace(/^((re|aw|sv|回复|答复|回覆)\s*[:：]\s*)+/i, "")}`;

/** What an answer to a mail begins with: its sender, or for one's own its receivers; the mail below it. */
export function answerTo(mail: RecordData, t: Translate): Begun {
  const own = mail.direction === "out";
  const at = typeof mail.sent_at === "string" ? fullDateTime(mail.sent_at, currentLanguage()) : "";
  const head = t("mail:wrote", { at, who: String(mail.sender ?? "") });
  const box = mail.mailbox as Ref | null;
  return {
    to: String((own ? mail.to : mail.sender) ?? "")
      .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
      .map((each) => each.trim())
      .filter(Boolean),
    subject: answerSubject(String(mail.subject ?? "")),
    body: `<p><br></p><p>${asHtml(head)}</p><blockquote>${String(mail.body ?? "")}</blockquote>`,
    answers: mail.id,
    ...(box?.title ? { box: box.id } : {}),
  };
}
