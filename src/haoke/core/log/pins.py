"""What stands on top of a record's timeline for everybody who sees the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from haoke.core import registry
from haoke.core.access.actor import Verb, system
from haoke.core.errors import Conflict, Missing
from haoke.core.log import timelines
from haoke.core.log.models import Pin
from haoke.core.records import changes
from haoke.core.text import T

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor

MOST: Final = 3
FULL = T("Three are pinned here already: take one down first", "这里最多置顶三条，请先取消一条")


def pin(actor: Actor, key: str, record: UUID, stream: str, item: str, *, on: bool) -> None:
    """Put something of a record's timeline on top of it, or take it down; for whoever may change the record.

    `stream`: "log" or the object `item` is one of. Raises Missing, Denied, Conflict.
    """
    spec = registry.get(key)
    with changes(actor, "pin" if on else "unpin") as tx:
        tx.get(key, record, Verb.UPDATE)
        if on and not timelines.pinnable(actor, spec, record, stream, item):
            raise Missing
        there = Pin.objects.filter(record=record, stream=stream, item=item)
        if there.exists() == on:
            return
        if not on:
            there.delete()
        elif len(timelines.pinned(system(), spec, record)) >= MOST:
            raise Conflict(FULL, code="pins_full")
        else:
            Pin.objects.create(object=key, record=record, stream=stream, item=item, by=actor.id)
        tx.note(key, record, "pinned" if on else "unpinned", {"object": stream, "item": item})
