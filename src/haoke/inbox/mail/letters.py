"""What Haoke sends by itself, such as notices: from the mailbox an administrator marked for it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import transaction

from haoke.core import clock, jobs
from haoke.core.errors import Refused
from haoke.core.jobs import job
from haoke.core.text import T
from haoke.inbox.mail import composing, outgoing, servers
from haoke.inbox.mail.composing import Mail
from haoke.inbox.mail.models import Letter, Mailbox

if TYPE_CHECKING:
    from collections.abc import Sequence


SUBJECT: Final = 500
#: Days letters are kept.
KEPT: Final = 30


def office() -> Mailbox | None:
    """The mailbox letters come from; None when no administrator has chosen one."""
    return Mailbox.objects.filter(system=True, active=True, deleted_at=None).first()


def send(
    to: Sequence[str], subject: str, body: str, *, key: str | None = None, files: Sequence[UUID] = ()
) -> UUID | None:
    """Send a mail (HTML body) in this transaction's name, once for a `key`; None without a mailbox for it: no failure.

    Its text is for whom it goes to: the caller has judged what the receiver may read.
    """
    box = office()
    if box is None or not to:
        return None
    message_id = composing.new_message_id(box.address)
    with transaction.atomic():
        given = {"to": list(to), "subject": subject[:SUBJECT], "body": body, "files": list(files)}
        if key is None:
            made, new = Letter.objects.create(message_id=message_id, **given), True
        else:
            made, new = Letter.objects.get_or_create(key=key, defaults={"message_id": message_id, **given})
        if new:
            jobs.defer(deliver, letter=str(made.id), lock=f"mailbox {box.id}")
    return made.id


@job("inbox.mail.letter", T("Send a mail of the system", "发送系统邮件"), lock="inbox.mail.letter")
def deliver(letter: str, attempt: int = 0) -> str | None:
    """Hand a letter to the server; the state it has then."""
    found = _claim(UUID(letter))
    if found is None:
        return None
    box = office()
    if box is None:
        return _end(found, "failed", servers.NO_PASSWORD)
    try:
        mail = _mail(box, found)
        account, content = servers.smtp_account(box, servers.password_of(box)), composing.wire(mail)
        servers.deliver(account, box.address, mail.receivers, content, lambda: _handing(found))
    except servers.Unsure as unsure:
        return _end(found, "unsure", unsure.message)
    except Refused as failed:
        if getattr(failed, "lasting", False) or attempt >= len(outgoing.WAITS):
            return _end(found, "failed", failed.message)
        with transaction.atomic():
            jobs.defer(
                deliver, after=outgoing.WAITS[attempt], letter=letter, attempt=attempt + 1, lock=f"mailbox {box.id}"
            )
            return _end(found, "queued", failed.message)
    return _end(found, "sent", None)


def _mail(box: Mailbox, letter: Letter) -> Mail:
    return Mail(
        message_id=letter.message_id, sender=(box.sender_name or "", box.address),
        to=[("", each) for each in letter.to], subject=letter.subject, body=letter.body, at=letter.at,
        files=letter.files, automatic=True,
    )  # fmt: skip


def _claim(letter: UUID) -> Letter | None:
    """The letter, begun; one whose text was handed over before, without an answer, may have gone out and is left."""
    with transaction.atomic():
        jobs.fence()
        found = Letter.objects.select_for_update().filter(pk=letter, state__in=("queued", "sending", "handing")).first()
        if found is None:
            return None
        begun = found.state == "handing"
        _set(found, "unsure" if begun else "sending", outgoing.DIED if begun else None)
    return None if begun else found


def _handing(letter: Letter) -> None:
    with transaction.atomic():
        jobs.fence()
        _set(letter, "handing", None)


def _end(letter: Letter, state: str, problem: T | None) -> str:
    _set(letter, state, problem)
    return state


def _set(letter: Letter, state: str, problem: T | None) -> None:
    said: Any = outgoing.both(problem) if problem else None
    Letter.objects.filter(pk=letter.pk).update(state=state, problem=said)


def tidy() -> int:
    """Drop letters that are done with; how many."""
    old = clock.now() - timedelta(days=KEPT)
    gone, _ = Letter.objects.filter(at__lt=old).exclude(state__in=("queued", "sending", "handing")).delete()
    return gone
