"""What ends follow-up mails: an answer, mail that comes back, contact by other ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q

from haoke.core.access.actor import system
from haoke.core.records import changes
from haoke.core.text import T
from haoke.inbox.mail.models import MailLink
from haoke.inbox.mail.sequences import blocks
from haoke.inbox.mail.sequences.models import MailStep

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from haoke.core.log import Entry
    from haoke.core.records import Tx
    from haoke.inbox.mail.models import Mailbox, MailMessage

#: Through what the mails of sequences themselves are written, and what only repeats what was.
VIA: Final = "follow_up"
LOGGED: Final = frozenset({"call", "meeting", "visit", "email"})
BY_HAND = T("Somebody wrote, called or met", "已有人联系客户")


def answered(tx: Tx, box: Mailbox, before: MailMessage | None, sender: str) -> None:
    """A person answered: in the thread of a sequence's mail, or from the address it goes to."""
    which = Q(mailbox=box, low=sender.lower())
    if before is not None:
        thread = before.thread or before.id
        which |= Q(id__in=MailStep.objects.filter(message__thread=thread).values("enrolment"))
    blocks.stop(tx, which, "replied", of=blocks.ANSWERED)


def undelivered(tx: Tx, addresses: Iterable[str], why: str) -> None:
    """Mail to the addresses comes back for good."""
    for each in addresses:
        blocks.block(tx, each, "bounced", why)


def said(words: str) -> T:
    """A server's words, which are the same in every language."""
    return T(words, words)


def contacted(entries: Sequence[Entry]) -> None:
    """End what waits for an answer of records somebody dealt with otherwise; `entries` of activities and messages."""
    done = [each.record for each in entries if each.object == "activity"]
    sent = [each.record for each in entries if each.object == "mail_message" and each.action == "send"]
    records = {*_logged_on(done), *_written_on(sent)}
    if records:
        with changes(system(VIA), "contacted") as tx:
            blocks.stop(tx, Q(record__in=records, sequence__on_contact=True), "contacted", BY_HAND)


def _logged_on(activities: Sequence[UUID]) -> Iterable[UUID]:
    from haoke.inbox.models import ActivityLink  # noqa: PLC0415 (it imports these models)

    ties = ActivityLink._base_manager.filter(activity__in=activities, deleted_at=None)
    return ties.filter(activity__done=True, activity__kind__in=LOGGED).values_list("record", flat=True)


def _written_on(messages: Sequence[UUID]) -> Iterable[UUID]:
    ties = MailLink._base_manager.filter(message__in=messages, deleted_at=None)
    return ties.exclude(message__state="draft").values_list("record", flat=True)
