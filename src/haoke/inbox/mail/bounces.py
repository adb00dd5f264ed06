"""Mail that comes back, with a report (RFC 3464) or without: believed of what this mailbox sent to that address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from haoke.core.text import T
from haoke.inbox.mail import addresses
from haoke.inbox.mail.models import MailMessage
from haoke.inbox.mail.sequences import blocks, stopping

if TYPE_CHECKING:
    from email.message import Message

    from haoke.core.records import Tx
    from haoke.inbox.mail.models import Mailbox

_ID: Final = re.compile(r"<[^<>\s]{1,490}>")
#: Reasons that are not the address's: mailbox full, the server's state, the mail's kind, a policy (RFC 3463).
_PASSING: Final = re.compile(r"5\.(?:2\.[23]|3|6|7)")
MOST: Final = 100
SAID: Final = 300

CAME_BACK = T("Not delivered to {people}: {why}", "未送达 {people}：{why}")


@dataclass(frozen=True, slots=True)
class Failure:
    """An address mail was not brought to for good: status as "5.1.1", and why in the server's words."""

    address: str
    status: str
    why: str

    @property
    def dead(self) -> bool:
        """Whether nobody is there, as far as the status says."""
        return not _PASSING.match(self.status)


@dataclass(slots=True)
class Bounce:
    """A report: which mail (the first of these that is ours), to whom not; `single`: of the only one it went to."""

    message_ids: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    single: Failure | None = None


def of(message: Message) -> Bounce | None:
    """The report a mail is, None for any other."""
    if message.get_content_type() != "multipart/report" or not isinstance(message.get_payload(), list):
        return None
    found = Bounce()
    for part in list(message.walk())[:MOST]:
        kind = part.get_content_type()
        if kind == "message/delivery-status" and isinstance(part.get_payload(), list):
            blocks_of = [each for each in part.get_payload() if not isinstance(each, str)]
            found.failures += [each for one in blocks_of[:MOST] if (each := _failure(one)) is not None]
        elif kind == "text/rfc822-headers":
            found.message_ids += filter(None, [id_in(str(part.get_payload() or ""))])
        elif part is not message and part.get("Message-ID"):
            found.message_ids += _ID.findall(str(part["Message-ID"]))[:1]
    return found if found.failures else None


def id_in(head: str) -> str | None:
    """The id that headers name."""
    named = re.search(r"(?im)^message-id:\s*(<[^<>\s]{1,490}>)", head[:50_000])
    return named.group(1) if named else None


def _failure(block: Message) -> Failure | None:
    if str(block.get("Action", "")).strip().lower() != "failed":
        return None
    address = str(block.get("Final-Recipient") or block.get("Original-Recipient") or "").rpartition(";")[2]
    low = addresses.line(address).strip(" <>").lower()
    status = addresses.line(str(block.get("Status", ""))).partition(" ")[0]
    why = addresses.line(str(block.get("Diagnostic-Code") or "")).partition(";")[2].strip() or status
    return Failure(low, status, why[:SAID].replace("{", "(").replace("}", ")")) if "@" in low else None


def heed(tx: Tx, box: Mailbox, bounce: Bounce) -> MailMessage | None:
    """Note on the mail that came back where it did not arrive, and end what else would be sent there; the mail."""
    sent = _sent(box, bounce)
    if sent is None:
        return None
    failed = _failed(box, sent, bounce)
    if failed:
        people, why = ", ".join(each.address for each in failed), failed[0].why
        said = CAME_BACK.fill(people=people, why=why)
        tx.set("mail_message", sent, {"problem": {"en": str(said)[:500], "zh": said.zh[:500]}})
    for each in failed:
        if each.dead:
            blocks.block(tx, each.address, "bounced", each.why)
        else:
            blocks.stop(tx, Q(low=each.address, mailbox=box), "bounced", stopping.said(each.why))
    return sent


def _failed(box: Mailbox, sent: MailMessage, bounce: Bounce) -> list[Failure]:
    """Of whom it went to: those it was not brought to; our own address is only named."""
    receivers = addresses.seen([sent.to or "", sent.cc or "", sent.bcc or ""])
    known = {address.lower() for _, address in receivers}
    if bounce.single is None:
        return [each for each in bounce.failures if each.address in known]
    others = known - {box.address.lower()}
    failed = [each for each in bounce.failures if each.address in others]
    if failed or len(known) != 1 or not others:
        return failed
    return [replace(bounce.single, address=others.pop())]


def _sent(box: Mailbox, bounce: Bounce) -> MailMessage | None:
    mine = MailMessage._base_manager.filter(mailbox=box, direction="out", message_id__in=bounce.message_ids[:MOST])
    return mine.exclude(state="draft").order_by("id").first()
