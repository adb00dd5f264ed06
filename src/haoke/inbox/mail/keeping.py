"""What is kept of a mail read from a server beside its words: files, the original, where it lay."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

from haoke.core.errors import BadValue, Refused
from haoke.core.ids import uuid7
from haoke.core.records.files import storing
from haoke.core.text import T
from haoke.inbox.mail.models import MailSource
from haoke.inbox.mail.outgoing import both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.records import Tx
    from haoke.inbox.mail.models import Mailbox, MailMessage
    from haoke.inbox.mail.parsing import Received

LOST_FILE = T("The attachment “{name}” could not be kept", "附件“{name}”未能保存")


def digest(content: bytes) -> str:
    """What tells the bytes of one mail from those of others."""
    return hashlib.sha256(content).hexdigest()


def known(box: Mailbox, folder: str, place: tuple[int, int]) -> bool:
    """Whether the mail at that place was kept before."""
    found = MailSource.objects.filter(mailbox=box, folder=folder, uid_validity=place[0], uid=place[1])
    return found.exists()


def note(message: MailMessage, folder: str, mail: Received, content: bytes, place: tuple[int, int] | None) -> None:
    """Note where a message was read."""
    validity, uid = place or (None, None)
    MailSource.objects.create(
        message_id=message.id, mailbox_id=message.mailbox_id, folder=folder, references=mail.references,
        digest=digest(content), uid_validity=validity, uid=uid,
    )  # fmt: skip


def problem(mail: Received) -> dict[str, str] | None:
    if not mail.lost:
        return None
    return both(T(". ".join(map(str, mail.lost)), "；".join(each.zh for each in mail.lost)))


def files(tx: Tx, mail: Received) -> Iterator[dict[str, Any]]:
    """The attachments, stored; which could not be is said in `mail.lost`."""
    for part in mail.files:
        try:
            yield {"id": str(storing.keep(tx.actor, part.name, io.BytesIO(part.content), len(part.content)).id)}
        except (Refused, BadValue):
            mail.lost.append(LOST_FILE.fill(name=part.name[:80].replace("{", "(").replace("}", ")")))


def original(tx: Tx, mail: Received, content: bytes) -> dict[str, Any] | None:
    """The mail as it came, where that says more than what is shown of it."""
    if not content or not (mail.lost or mail.pictures):
        return None
    name = f"{mail.subject[:80] or uuid7().hex}.eml"
    return {"id": str(storing.keep(tx.actor, name, io.BytesIO(content), len(content)).id)}
