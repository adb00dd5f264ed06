"""Places in a list, sealed: a reader can neither read, change nor carry one to another list."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson

from haoke.core import sealed
from haoke.core.errors import BadRequest
from haoke.core.text import T

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor

PURPOSE = "haoke cursor"
#: Sort keys of a row as texts (None: empty), and its id.
Place = tuple[tuple[str | None, ...], UUID]

BAD_CURSOR = T(
    "This page belongs to another list or has been altered; start again from the first page",
    "此分页标记属于其他列表或已被改动，请从第一页重新开始",
)


def bind(actor: Actor, *parts: Any) -> bytes:
    """What a cursor is good for: the person and everything that decides which rows come in which order."""
    return blake2b(orjson.dumps([str(actor.id), *parts], option=orjson.OPT_SORT_KEYS), digest_size=16).digest()


def seal(place: Place, bound: bytes) -> str:
    """The cursor of a place in the list `bound`."""
    plain = orjson.dumps([place[0], str(place[1])])
    return urlsafe_b64encode(sealed.seal(PURPOSE, plain, bound)).decode().rstrip("=")


def unseal(cursor: str, bound: bytes) -> Place:
    """The place of a cursor; raises BadRequest for any but an unchanged one of this list and person."""
    try:
        raw = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        keys, last = orjson.loads(sealed.unseal(PURPOSE, raw, bound))
    except ValueError:
        raise BadRequest(BAD_CURSOR, code="bad_cursor") from None
    return tuple(keys), UUID(last)
