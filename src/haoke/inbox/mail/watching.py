"""Mail within seconds while somebody waits for it: one thread of the worker keeps a connection to each such mailbox.

A server that knows IDLE (RFC 2177) says by itself when something comes; another is asked every few seconds over the
connection that is open anyway. What comes is fetched by the same job that polls, so nothing depends on this thread.
"""

from __future__ import annotations

import imaplib
import logging
import re
import select
import threading
import time
from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from haoke.core import clock, jobs
from haoke.core.errors import Refused
from haoke.core.jobs import beside
from haoke.inbox.mail import incoming, outgoing, servers
from haoke.inbox.mail.models import Mailbox, MailboxPlace

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

log = logging.getLogger(__name__)

#: How long a mailbox is watched after somebody last asked, how many at once, seconds between looks.
WATCHED: Final = timedelta(seconds=150)
MOST: Final = 50
LOOK: Final = 3.0
ASK: Final = 8.0
#: Seconds after which IDLE is begun anew (servers end it after half an hour), and before a broken one is tried again.
RENEW: Final = 600.0
AGAIN: Final = 60.0
#: What a dead line is found out by; a ValueError where its socket is closed on this side.
BROKEN: Final = (OSError, EOFError, ValueError, imaplib.IMAP4.error)
_CAME: Final = re.compile(rb"^\* \d+ (EXISTS|RECENT)", re.MULTILINE)


def watch(actor: Actor) -> int:
    """Say that the actor waits for mail in the mailboxes he sends from; how many are watched."""
    if actor.seen_by is not None:
        return 0
    ids = [box.id for box in outgoing.boxes(actor) if box.imap_host]
    known = set(MailboxPlace.objects.filter(pk__in=ids).values_list("pk", flat=True))
    for each in ids:
        if each not in known:
            MailboxPlace.objects.get_or_create(pk=each)
    return MailboxPlace.objects.filter(pk__in=ids).update(watched_at=clock.now())


class Line:
    """A connection to one mailbox that hears when something comes."""

    def __init__(self, box: Mailbox) -> None:
        self._held = ExitStack()
        self.server = self._held.enter_context(servers.imap(servers.imap_account(box, servers.password_of(box))))
        try:
            with servers.explained(box.imap_host or ""):
                self.server.select("INBOX", readonly=True)
                self.idles = knows_idle(self.server)
                self._tag = b""
                self._begin()
        except BaseException:
            self._held.close()
            raise

    def _begin(self) -> None:
        self.since = time.monotonic()
        if self.idles:
            self._tag = self.server._new_tag()  # noqa: SLF001 (imaplib has no IDLE before 3.14)
            self.server.send(self._tag + b" IDLE\r\n")

    def waiting(self) -> bool:
        """Whether the server has said something that was not read."""
        held = self.server.sock
        return bool(getattr(held, "pending", lambda: 0)()) or bool(select.select([held], [], [], 0)[0])

    def heard(self) -> bool:
        """Whether something has come; raises OSError or IMAP4.error when the line is dead."""
        if not self.idles:
            return self._asked()
        came = False
        while self.waiting():
            said = self.server.readline()
            if not said:
                raise EOFError
            came = came or bool(_CAME.match(said))
        if time.monotonic() - self.since > RENEW:
            came = self._end() or came
            self._begin()
        return came

    def _asked(self) -> bool:
        if time.monotonic() - self.since < ASK:
            return False
        self.since = time.monotonic()
        self.server.untagged_responses.clear()
        self.server.noop()
        return "EXISTS" in self.server.untagged_responses

    def _end(self) -> bool:
        """End IDLE; whether something came meanwhile."""
        self.server.send(b"DONE\r\n")
        came = False
        while not (said := self.server.readline()).startswith(self._tag):
            if not said:
                raise EOFError
            came = came or bool(_CAME.match(said))
        return came

    def close(self) -> None:
        """End it."""
        try:
            if self.idles:
                self._end()
        except BROKEN:
            pass
        self._held.close()


def knows_idle(server: imaplib.IMAP4) -> bool:
    """Whether the server says by itself when something comes."""
    return "IDLE" in server.capabilities


class Watcher:
    """All lines of this process."""

    def __init__(self) -> None:
        self.lines: dict[UUID, Line] = {}
        self.resting: dict[UUID, float] = {}

    def round(self) -> int:
        """Open and close lines as people come and go, fetch where something came; how many mailboxes that was."""
        wanted = self._wanted()
        for gone in self.lines.keys() - wanted.keys():
            self.lines.pop(gone).close()
        for box in wanted.values():
            if box.id not in self.lines and self.resting.get(box.id, 0.0) <= time.monotonic():
                self._open(box)
        return sum(self._listen(each) for each in list(self.lines))

    def _wanted(self) -> dict[UUID, Mailbox]:
        lately = MailboxPlace.objects.filter(watched_at__gte=clock.now() - WATCHED, failures=0)
        ids = list(lately.order_by("-watched_at").values_list("pk", flat=True)[:MOST])
        found = Mailbox.objects.filter(pk__in=ids, active=True, deleted_at=None).exclude(imap_host=None)
        return {box.id: box for box in found}

    def _open(self, box: Mailbox) -> None:
        try:
            self.lines[box.id] = Line(box)
        except (Refused, *BROKEN):
            self.resting[box.id] = time.monotonic() + AGAIN
            return
        fetch(box.id)

    def _listen(self, box: UUID) -> bool:
        try:
            came = self.lines[box].heard()
        except BROKEN:
            self.lines.pop(box).close()
            self.resting[box] = time.monotonic() + AGAIN
            return False
        if came:
            fetch(box)
        return came

    def close(self) -> None:
        """Close all lines."""
        for each in self.lines.values():
            each.close()
        self.lines.clear()


def fetch(box: UUID) -> None:
    """Have a mailbox read now."""
    jobs.defer(incoming.fetch, mailbox=str(box), lock=f"fetch {box}")


@beside("mail")
def listen(stop: threading.Event) -> None:
    """Watch mailboxes until the worker stops."""
    watcher = Watcher()
    try:
        while not stop.wait(LOOK):
            try:
                close_old_connections()
                watcher.round()
            except DatabaseError:
                log.warning("the mail watcher lost the database; trying again", exc_info=True)
                connection.close()
    finally:
        watcher.close()
        connection.close()
