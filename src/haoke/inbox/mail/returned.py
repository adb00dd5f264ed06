"""Mail that comes back without a report (RFC 3464): told by who writes, what is said and which mail it quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from haoke.inbox.mail import addresses, composing
from haoke.inbox.mail.bounces import MOST, SAID, Bounce, Failure, id_in

if TYPE_CHECKING:
    from email.message import Message

    from haoke.inbox.mail.parsing import Received

#: Characters of the text that are looked at: a server says what it has to say first.
READ: Final = 20_000
#: Names of what no person writes as.
_DAEMON: Final = re.compile(r"(?i)(?:mailer-?daemon|mail-?daemon|postmaster|bounces?|microsoftexchange[0-9a-f]*)@")
_FAILED: Final = re.compile(
    r"(?i)退信|被退回|投递失败|发送失败|未送达|无法(?:投递|送达)|undeliver|returned mail|failure notice|mail failure"
    r"|deliver\w* (?:has |have )?(?:fail|status)|not (?:be )?delivered|system bounce|non-?delivery"
)
_ANSWER: Final = re.compile(
    r"(?i)^\W{0,9}(?:auto(?:matic|mated)?[- ]?(?:re(?:ply|sponse))?\s?:|auto\w*[- ](?:reply|response)"
    r"|out of (?:the )?office|vacation|on leave|自动(?:回复|答复)|休假|外出)"
)
_ANSWERING: Final = ("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Vacation")
_WAITING: Final = re.compile(
    r"(?i)delay|warning|still (?:being )?tr(?:ying|ied)|will (?:keep|continue)|will be (?:re)?tried"
    r"|延迟|延误|继续(?:尝试|投递|重试)"
)
#: Where a server ends and the mail it quotes begins.
_QUOTE: Final = re.compile(
    r"(?im)^[->\s]{0,9}(?:(?:received|return-path|message-id|mime-version|dkim-signature):"
    r"|.{0,60}(?:copy of (?:the|your) (?:message|mail)|original message|message headers|原始?邮件(?:内容|如下|头)))"
)
#: What stands around an address.
_BETWEEN: Final = re.compile(r"[\s<>\"'()\[\],;:，：；。（）【】《》]+")
_MESSAGE_ID: Final = re.compile(r"<[^<>\s]{1,490}>")
_STATUS: Final = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")
#: What the words say, where there is no status: {status: words}.
_REASONS: Final = (
    ("5.2.2", re.compile(r"(?i)\bfull\b|quota|已满|空间不足|超出.{0,4}(?:容量|配额)")),
    ("5.7.1", re.compile(r"(?i)spam|blocked|blacklist|policy|rate limit|too many|垃圾|拦截|黑名单|频率|反垃圾")),
    (
        "5.1.1",
        re.compile(
            r"(?i)(?:user|address|mailbox|account|recipient)\b.{0,40}(?:unknown|not (?:found|exist)|n't exist|invalid)"
            r"|(?:no such|unknown|invalid) (?:user|address|mailbox|account|recipient)"
            r"|(?:地址|用户|收件人|邮箱|帐号|账号)[^。\n]{0,12}不存在|不存在[^。\n]{0,6}(?:地址|用户|收件人|邮箱)|无此用户"
        ),
    ),
)
#: Why it came back is not said in words we know: not the address's fault, as far as we can tell.
_UNTOLD: Final = "5.3.0"


def of(message: Message, mail: Received) -> Bounce | None:
    """What came back, of a mail a server wrote about another that it quotes; None for any other, such as an answer."""
    if not _DAEMON.match(mail.sender[1]) or _ANSWER.match(mail.subject):
        return None
    if any(name in message for name in _ANSWERING) or _WAITING.search(mail.subject):
        return None
    text = composing.words(mail.body[: READ * 3])[:READ]
    told = _QUOTE.split(text, maxsplit=1)[0]
    if not _FAILED.search(mail.subject + "\n" + told[:2000]) or _WAITING.search(told):
        return None
    ids = _quoted(message, mail, text)
    if not ids:
        return None
    status, why = _reason(told)
    words = [each for each in _BETWEEN.split(told) if "@" in each][:MOST]
    named = [address.lower() for _, address in addresses.seen(words)]
    failures = [Failure(each, status, why) for each in dict.fromkeys(named) if each != mail.sender[1].lower()]
    return Bounce(message_ids=ids, failures=failures, single=Failure("", status, why))


def _quoted(message: Message, mail: Received, text: str) -> list[str]:
    """Ids of mails it is about: attached, answered, named in its words."""
    found = [mail.inside.message_id] if mail.inside and mail.inside.message_id else []
    for part in list(message.walk())[:MOST]:
        if part.get_content_type() == "text/rfc822-headers":
            found += filter(None, [id_in(str(part.get_payload() or ""))])
    found += [*mail.references, *_MESSAGE_ID.findall(text)]
    return list(dict.fromkeys(found))[:MOST]


def _reason(told: str) -> tuple[str, str]:
    """(status, the line that says it)."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    for line in lines:
        if found := _STATUS.search(line):
            return found.group(1), _short(line)
    for status, words in _REASONS:
        for line in lines:
            if words.search(line):
                return status, _short(line)
    return _UNTOLD, _short(lines[0] if lines else "")


def _short(line: str) -> str:
    return line[:SAID].replace("{", "(").replace("}", ")")
