"""New records nobody chose an owner for: who gets them, asked of the functions `settings.GIVER` names.

`give(spec, state, way, drafts)` → {record: Gift}; SQL of that state, a text that begins with `NONE` while there is
nothing to say: the statement beginning a change asks for it along with the rest; `spoken_of(way)` → objects. What is
given is the company's doing, so it is not held to the scope of whoever writes.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import orjson
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from haoke.core.access.actor import SYSTEM_ID, Verb
from haoke.core.records import hold
from haoke.core.records.states import NONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from uuid import UUID

    from haoke.core.records.change import Tx
    from haoke.core.records.judging import Draft, Judge
    from haoke.core.spec import ObjectSpec

    Giver = Callable[[ObjectSpec, str, str, Sequence["Draft"]], Mapping[UUID, "Gift"]]

#: Ways in by which records come without somebody in front of a form; there he says that he wants it.
FORM: Final = "form"
_WAYS: Final = {"import": "import", "api": "api", "automation": "automation", "inbound": "inbound"}
_wished: ContextVar[bool] = ContextVar("haoke_owner_wished", default=False)


@dataclass(frozen=True, slots=True)
class Gift:
    """What becomes of a record: `values` (owner, or where it stands without one) and what the Log says of it.

    `reason` stands in the history of its owners; empty: it keeps the owner it would have had.
    """

    values: Mapping[str, Any]
    told: Mapping[str, Any]
    reason: str = ""


@contextmanager
def wishing(wished: bool) -> Iterator[None]:
    """Whether whoever writes in the block, in a form, wants the rules to say who gets what he makes."""
    token = _wished.set(wished)
    try:
        yield
    finally:
        _wished.reset(token)


@cache
def _giver() -> Giver:
    found: Giver = import_string(settings.GIVER[0])
    return found


def spoken_of(way: str) -> frozenset[str]:
    """Objects of which new records that come that way may be given to somebody."""
    found: frozenset[str] = import_string(settings.GIVER[2])(way)
    return found


@cache
def state() -> str:
    """SQL of the state of the giver now; part of a SELECT."""
    return f"({import_string(settings.GIVER[1])})::text"


def gifts(tx: Tx, judge: Judge, drafts: Sequence[Draft]) -> Mapping[UUID, Gift]:
    """{record: gift} of the new ones among the drafts that nobody chose an owner for."""
    if tx.giver.startswith(NONE) or judge.trusted or tx.actor.id == SYSTEM_ID:
        return {}
    way = FORM if tx.actor.via == "web" and _wished.get() else _WAYS.get(tx.actor.via)
    asked = hold.asked()
    if way is None or (asked is not None and asked.action != Verb.CREATE):
        return {}
    bare = [draft for draft in drafts if draft.creating and "owner" not in draft.given]
    return _giver()(judge.spec, tx.giver, way, bare) if bare else {}


@contextmanager
def stored(spec: ObjectSpec, given: Mapping[UUID, Gift]) -> Iterator[None]:
    """Store the records in the block: the history of owners and the Log say which rule gave them."""
    reasons = {str(record): gift.reason for record, gift in given.items() if gift.reason}
    with connection.cursor() as cursor:
        if reasons:
            cursor.execute("SELECT set_config('haoke.given', %s, true)", [orjson.dumps(reasons).decode()])
        yield
        if reasons:
            cursor.execute("SELECT set_config('haoke.given', '', true)")
        if given:
            told = [orjson.dumps(dict(gift.told), default=str).decode() for gift in given.values()]
            cursor.execute(
                "SELECT log.add(%s, x.id, 'given', x.told) FROM unnest(%s::uuid[], %s::jsonb[]) AS x(id, told)",
                [spec.key, list(given), told],
            )
