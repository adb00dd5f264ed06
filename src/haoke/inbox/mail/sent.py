"""Mail people sent from another program, as it lies in the folder of sent mail: tied to whom it went to, no twins."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from haoke.core.access.actor import system
from haoke.core.records import changes
from haoke.inbox.mail import addresses, keeping, matching
from haoke.inbox.mail.models import MailMessage, MailSource
from haoke.inbox.mail.outgoing import VIA
from haoke.inbox.mail.sequences import blocks, stopping

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.records import Tx
    from haoke.inbox.mail.models import Mailbox
    from haoke.inbox.mail.parsing import Received

#: Some servers give what they send an id of their own: a mail of that minute with the same words is the same.
NEAR: Final = timedelta(minutes=10)


def keep(box: Mailbox, mail: Received, content: bytes, place: tuple[int, int]) -> UUID | None:
    """Keep a mail found among the sent ones; None when it is here already, by its place or because Haoke sent it."""
    with changes(system(VIA), "receive") as tx:
        if keeping.known(box, "sent", place):
            return None
        same = _ours(box, mail)
        if same is not None:
            _settle(tx, same)
            return None
        files, original = list(keeping.files(tx, mail)), keeping.original(tx, mail, content)
        before = matching.answered(box, mail.references)
        made = tx.add("mail_message", {
            "mailbox": box.id, "owner": box.owner_id, "direction": "out", "state": "sent",
            "subject": mail.subject, "sender": addresses.written([mail.sender])[:400] or None,
            "to": addresses.written(mail.to)[:8000] or None, "cc": addresses.written(mail.cc)[:8000] or None,
            "bcc": addresses.written(mail.bcc)[:8000] or None, "sent_at": mail.at or tx.now, "body": mail.body or None,
            "attachments": files or None, "original": original, "message_id": mail.message_id, "shared": box.shared,
            "answers": before.id if before else None, "problem": keeping.problem(mail),
        })  # fmt: skip
        tx.set("mail_message", made, {"thread": (before.thread or before.id) if before else made.id})
        keeping.note(made, "sent", mail, content, place)
        people = [*mail.to, *mail.cc, *mail.bcc]
        matching.tie(tx, box, made.id, before, people)
        low = [address.lower() for _, address in people if address]
        which = Q(mailbox=box, low__in=low, sequence__on_contact=True)
        blocks.stop(tx, which, "contacted", stopping.BY_HAND)
        found: UUID = made.id
    return found


def _ours(box: Mailbox, mail: Received) -> MailMessage | None:
    """The message Haoke itself sent that this is the server's copy of."""
    mine = MailMessage._base_manager.filter(mailbox=box, direction="out").exclude(state="draft")
    same = mine.filter(message_id=mail.message_id).first() if mail.message_id else None
    if same is not None or mail.at is None:
        return same
    near = mine.filter(subject=mail.subject, sent_at__range=(mail.at - NEAR, mail.at + NEAR))
    near = near.exclude(id__in=MailSource.objects.filter(mailbox=box).values("message"))
    wanted = {address.lower() for _, address in mail.to}
    return next((each for each in near if {a.lower() for _, a in addresses.seen([each.to or ""])} == wanted), None)


def _settle(tx: Tx, message: MailMessage) -> None:
    """What may or may not have gone out did: it lies among the sent."""
    if message.state == "unsure":
        tx.set("mail_message", message, {"state": "sent", "problem": None})
