"""How often one person may have something done that costs others time; each process counts for itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from haoke.core.errors import TooMany

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor

_MOST = 20_000  # people and things a process keeps
#: {(person, what): (which span of time, how often in it)}
_done: dict[tuple[UUID, str], tuple[int, int]] = {}


def pace(actor: Actor, what: str, most: int, seconds: int) -> None:
    """Count one more `what`; raises TooMany after `most` of them in a span of so many seconds."""
    now = int(time.time())
    span, count = _done.get((actor.id, what), (0, 0))
    count = count + 1 if span == now // seconds else 1
    if len(_done) >= _MOST:
        _done.clear()
    _done[actor.id, what] = (now // seconds, count)
    if count > most:
        raise TooMany(extra={"retry_after": seconds - now % seconds})
