"""Receiving: each mail of a mailbox is kept once, with its place in one transaction, and tied to whom it is from.

A mail is never lost: what cannot be read is kept as it came, with the reason. Its place is (UIDVALIDITY, UID): the next
poll begins after the last one kept. When a server numbers anew, mails already here are known by their bytes.
"""

from __future__ import annotations

import imaplib
import logging
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from haoke.core import clock, jobs, registry
from haoke.core.access.actor import system
from haoke.core.errors import Refused
from haoke.core.jobs import job
from haoke.core.records import changes
from haoke.core.text import T
from haoke.inbox.mail import addresses, bounces, folders, keeping, matching, parsing, sent, servers
from haoke.inbox.mail.models import Mailbox, MailboxPlace, MailSource
from haoke.inbox.mail.outgoing import VIA, both
from haoke.inbox.mail.sequences import stopping

if TYPE_CHECKING:
    from haoke.inbox.mail.folders import Folder
    from haoke.inbox.mail.parsing import Received

log = logging.getLogger(__name__)

#: Mails of one poll; what is left comes with the next, which follows at once.
MOST: Final = 200
#: Days back a mailbox is read when it is connected.
BACK: Final = timedelta(days=14)
#: Seconds between tries of a mailbox that fails: doubled each time.
WAIT, LONGEST_WAIT = 60, 3600
_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")
_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

TOO_LARGE = T(
    "This mail has {size} MB, more than the {limit} MB that are kept; it is still in the mailbox",
    "此邮件 {size} MB，超过 {limit} MB 上限，未下载，可在邮箱中查看",
)


@job("inbox.mail.poll", T("See which mailboxes are due", "检查待收取的邮箱"), every="* * * * *", atomic=True)
def poll() -> int:
    """Queue a job for each mailbox that is due; how many."""
    if "mailbox" in registry.off():
        return 0
    found = [box for box in Mailbox.objects.filter(active=True, deleted_at=None).exclude(imap_host=None) if _due(box)]
    for box in found:
        jobs.defer(fetch, mailbox=str(box.id), lock=f"fetch {box.id}")
    return len(found)


def _due(box: Mailbox) -> bool:
    place = MailboxPlace.objects.filter(pk=box.id).first()
    if not box.imap_host or place is None or place.tried_at is None:
        return bool(box.imap_host)
    wait = min(WAIT * 2 ** max(place.failures - 1, 0), LONGEST_WAIT) if place.failures else 0
    return clock.now() - place.tried_at >= timedelta(seconds=wait)


@job("inbox.mail.fetch", T("Fetch mail", "收取邮件"), about=("mailbox", "mailbox"), lock="inbox.mail.fetch", retry=1)
def fetch(mailbox: str) -> int:
    """Keep what is new in a mailbox; how many mails."""
    box = Mailbox.objects.filter(pk=UUID(mailbox), deleted_at=None, active=True).first()
    if box is None or not box.imap_host:
        return 0
    place, _ = MailboxPlace.objects.get_or_create(pk=box.id)
    try:
        with servers.imap(servers.imap_account(box, servers.password_of(box))) as server:
            count, more = _fetch(server, box, place)
    except Refused as failed:
        _failed(place, failed.message)
        return 0
    MailboxPlace.objects.filter(pk=box.id).update(tried_at=clock.now(), read_at=clock.now(), failures=0, problem=None)
    if more:
        jobs.defer(fetch, mailbox=mailbox, lock=f"fetch {box.id}")
    return count


def _failed(place: MailboxPlace, problem: T) -> None:
    MailboxPlace.objects.filter(pk=place.pk).update(
        tried_at=clock.now(), failures=place.failures + 1, problem=both(problem)
    )


def _fetch(server: imaplib.IMAP4, box: Mailbox, place: MailboxPlace) -> tuple[int, bool]:
    """(mails kept, whether there are more)."""
    count, more = 0, False
    for folder in folders.of(server):
        found, left = _fetch_folder(server, box, folder, place)
        count, more = count + found, more or left
    return count, more


def _fetch_folder(server: imaplib.IMAP4, box: Mailbox, folder: Folder, place: MailboxPlace) -> tuple[int, bool]:
    validity = folders.select(server, folder)
    if validity is None:
        return 0, False
    known, last = folder.place(box)
    if known != validity:
        last = _begin(server, place)
        folder.go_on(box, validity, last)
    waiting = [uid for uid in _numbers(server, f"UID {last + 1}:*") if uid > last]
    for uid in waiting[:MOST]:
        _keep_one(server, box, folder, (validity, uid))
    return len(waiting[:MOST]), len(waiting) > MOST


def _begin(server: imaplib.IMAP4, place: MailboxPlace) -> int:
    """The last UID that is not read: of a mailbox just connected or numbered anew only what came lately is."""
    since = (place.read_at - timedelta(days=2)) if place.read_at else clock.now() - BACK
    recent = _numbers(server, f"SINCE {since.day:02d}-{_MONTHS[since.month - 1]}-{since.year}")
    return (recent[0] - 1) if recent else max(_numbers(server, "ALL"), default=0)


def _numbers(server: imaplib.IMAP4, criterion: str) -> list[int]:
    """UIDs of mails that meet a criterion, in order."""
    _, found = server.uid("SEARCH", criterion)
    return sorted(int(each) for line in found if line for each in bytes(line).split())


def _keep_one(server: imaplib.IMAP4, box: Mailbox, folder: Folder, place: tuple[int, int]) -> None:
    validity, uid = place
    size = _size(server, uid)
    if size is None:
        return
    limit = min(settings.UPLOAD_LIMIT, 50 << 20)
    whole = size <= limit
    content = _content(server, uid, "BODY.PEEK[]" if whole else "BODY.PEEK[HEADER]")
    mail = parsing.read(content)
    if not whole:
        mail.lost.append(TOO_LARGE.fill(size=size >> 20, limit=limit >> 20))
    with transaction.atomic():
        jobs.fence()
        if not _here(box, folder, content, validity):
            if folder is folders.INBOX:
                keep(box, mail, content, place)
            else:
                sent.keep(box, mail, content, place)
        folder.go_on(box, validity, uid)


def _size(server: imaplib.IMAP4, uid: int) -> int | None:
    """Bytes of a mail; None when somebody has taken it away meanwhile."""
    _, found = server.uid("FETCH", str(uid), "(RFC822.SIZE)")
    text = b" ".join(each if isinstance(each, bytes) else each[0] for each in found if each)
    size = _SIZE.search(text)
    return int(size.group(1)) if size else None


def _content(server: imaplib.IMAP4, uid: int, what: str) -> bytes:
    _, found = server.uid("FETCH", str(uid), f"({what})")
    return next((bytes(each[1]) for each in found if isinstance(each, tuple)), b"")


def _here(box: Mailbox, folder: Folder, content: bytes, validity: int) -> bool:
    """Whether the mail was kept when the server numbered its mails otherwise."""
    same = MailSource.objects.filter(mailbox=box, folder=folder.key, digest=keeping.digest(content))
    return same.exclude(uid_validity=validity).exists()


def keep(box: Mailbox, mail: Received, content: bytes, place: tuple[int, int] | None = None) -> UUID | None:
    """Keep a received mail with what it is about; None when it is here already by its place."""
    with changes(system(VIA), "receive") as tx:
        if place and keeping.known(box, "", place):
            return None
        files = list(keeping.files(tx, mail))
        original = keeping.original(tx, mail, content)
        came_back = bounces.heed(tx, box, mail.bounce) if mail.bounce else None
        before = came_back or matching.answered(box, mail.references)
        sender, by = _sender(box, mail)
        made = tx.add("mail_message", {
            "mailbox": box.id, "owner": box.owner_id, "direction": "in", "state": "received",
            "subject": mail.subject, "sender": addresses.written([sender])[:400] or None,
            "forwarded_by": addresses.written([by])[:400] if by else None,
            "to": addresses.written(mail.to)[:8000] or None, "cc": addresses.written(mail.cc)[:8000] or None,
            "sent_at": mail.at or tx.now, "body": mail.body or None, "attachments": files or None, "original": original,
            "automatic": mail.automatic or mail.bounce is not None, "message_id": mail.message_id, "shared": box.shared,
            "answers": before.id if before else None,
            "problem": keeping.problem(mail),
        })  # fmt: skip
        thread = (before.thread or before.id) if before else made.id
        tx.set("mail_message", made, {"thread": thread})
        keeping.note(made, "", mail, content, place)
        if not (mail.automatic or mail.bounce):
            stopping.answered(tx, box, before, sender[1])
        matching.tie(tx, box, made.id, before, [sender, *mail.to, *mail.cc])
        if box.owner_id and not (mail.automatic and came_back is None):
            tx.note("mail_message", made, "tell", {"news": "came", "to": [str(box.owner_id)]})
        found: UUID = made.id
    return found


def _sender(box: Mailbox, mail: Received) -> tuple[addresses.Person, addresses.Person | None]:
    """(who wrote it, who of us forwarded it or None)."""
    inner = parsing.unwrapped(mail) if matching.ours(mail.sender[1]) else None
    if inner is not None and inner[1].lower() != box.address.lower():
        return inner, mail.sender
    return mail.sender, None
