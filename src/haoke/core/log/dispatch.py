"""From entries of the Log to jobs of its subscribers: in order, at least once, each effect in one transaction."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from psycopg.types.json import JsonbLoader

from haoke.core.errors import Refused
from haoke.core.jobs.registry import job
from haoke.core.jobs.work import defer
from haoke.core.log.entry import COLUMNS, Entry
from haoke.core.log.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from haoke.core.text import T

log = logging.getLogger("haoke.log")

#: Entries in one subscriber's job.
PORTION = 500
#: The name under which all of them are read, once for all subscribers.
READER = "subscribers"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who wants to know of which objects and verbs (empty: all), save what came by some ways.

    `objects` may be asked anew for every portion, where it depends on what administrators have made; None: all.
    """

    name: str
    objects: frozenset[str] | Callable[[], frozenset[str] | None] | None
    verbs: frozenset[str]
    carry: Callable[..., None]
    not_via: frozenset[str] = frozenset()

    def wanted(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those of the entries it wants to know of."""
        if not entries:
            return []
        objects = self._of()
        return [
            each
            for each in entries
            if each.via not in self.not_via
            and (objects is None or each.object in objects)
            and (each.verb in self.verbs or not self.verbs)
        ]

    def _of(self) -> frozenset[str] | None:
        """The objects of which it wants to know; all, where it cannot tell: its own job then says what is wrong."""
        if not callable(self.objects):
            return self.objects
        try:
            return self.objects()
        except (Refused, LookupError, ValueError, TypeError):
            log.exception("subscriber %s cannot tell what it wants to know of", self.name)
            return None


_subscribers: dict[str, Subscriber] = {}


def subscribe(
    name: str,
    label: T,
    *,
    objects: Iterable[str] | Callable[[], frozenset[str] | None] | None = None,
    verbs: Iterable[str] = (),
    not_via: Iterable[str] = (),
) -> Callable[[Callable[[Sequence[Entry]], None]], Callable[[Sequence[Entry]], None]]:
    """Declare `handle(entries)` in an app's `jobs` module as a subscriber of the Log, of what comes once it is known.

    `label`: what administrators call that work. Its writes and "done" are one transaction; entries of one record come
    in order. What fails is tried again and then stands among the failed jobs, where it can be replayed.
    """

    def declare(handle: Callable[[Sequence[Entry]], None]) -> Callable[[Sequence[Entry]], None]:
        def carry(entries: list[int], xids: list[str]) -> None:
            handle(read(entries, xids))

        carry.__qualname__ = f"{handle.__module__}.{handle.__qualname__}"
        job(f"log.{name}", label, queue="log", atomic=True, lock=f"log.{name}")(carry)
        of = objects if objects is None or callable(objects) else frozenset(objects)
        _subscribers[name] = Subscriber(name, of, frozenset(verbs), carry, frozenset(not_via))
        return handle

    return declare


def subscribers() -> Sequence[Subscriber]:
    """All declared so far."""
    return tuple(_subscribers.values())


def dispatch() -> int:
    """Queue jobs for everything new, for every subscriber that wants to know; how many entries were handed out."""
    handed = 0
    while True:
        with Reader(READER).chunk() as entries:
            handed += sum(_hand_out(subscriber, entries) for subscriber in subscribers())
        if not entries:
            return handed


def _hand_out(subscriber: Subscriber, entries: Sequence[Entry]) -> int:
    wanted = subscriber.wanted(entries)
    for start in range(0, len(wanted), PORTION):
        portion = wanted[start : start + PORTION]
        xids = sorted({entry.xid for entry in portion})
        defer(subscriber.carry, entries=[entry.id for entry in portion], xids=xids)
    return len(wanted)


def read(ids: Sequence[int], xids: Sequence[str]) -> list[Entry]:
    """Entries by id; their transactions' ids lead to them by an index."""
    with connection.cursor() as cursor:
        cursor.cursor.adapters.register_loader("jsonb", JsonbLoader)
        cursor.execute(
            f"SELECT {COLUMNS} FROM log.entry WHERE xid = ANY(%s::text[]::xid8[]) AND id = ANY(%s) ORDER BY id",
            [list(xids), list(ids)],
        )
        return [Entry(*row) for row in cursor.fetchall()]
