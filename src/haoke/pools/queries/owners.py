"""Who has had a record, as somebody who sees it may know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight
from haoke.core.errors import Denied
from haoke.core.fieldtypes.base import Choice
from haoke.core.records.reading import naming, read_one
from haoke.core.records.reading.running import rows
from haoke.core.records.storage import listed, table
from haoke.core.sql import Sql
from haoke.core.text import say
from haoke.pools.choices import OBTAINED
from haoke.pools.models import Ownership
from haoke.pools.queries import clocks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from haoke.core.access.actor import Actor


class _Stay(NamedTuple):
    """An `Ownership`."""

    id: int
    owner: UUID | None
    since: datetime
    until: datetime | None
    how: str
    by: UUID | None
    reason: str


#: Entries shown of a record; more owners than that nobody reads.
MOST: Final = 50
#: What keeps a record from the rules.
KEPT: Final = ("locked", "protected_until")
_STAYS: Final = f"""SELECT {listed(_Stay.__annotations__)} FROM {table(Ownership)}
    WHERE object = %s AND record = %s ORDER BY id DESC LIMIT %s"""
_OBTAINED: Final = {each.value: each for each in OBTAINED}


def history(actor: Actor, key: str, record: UUID) -> dict[str, Any]:
    """`{items, more, clock, kept}`, the newest first; `clock`: when and why it goes back.

    Raises Missing for a record not seen, Denied where the owner is hidden.
    """
    spec = registry.get(key)
    if access.field_right(actor, spec, "owner") < FieldRight.READ:
        raise Denied
    row = read_one(actor, spec, record)  # whole, as its page reads it: once for all panels
    kept = {name: row.get(name) for name in KEPT}
    found = [_Stay(*each) for each in rows(Sql(_STAYS, (key, record, MOST + 1)), prepared=True)]
    people = _people(actor, found)
    return {
        "items": [_shown(each, people) for each in found[:MOST]],
        "more": len(found) > MOST,
        "clock": clocks.of_record(key, record),
        "kept": kept,
    }


def _people(actor: Actor, entries: Iterable[_Stay]) -> dict[str, str | None]:
    wanted = {str(person) for each in entries for person in (each.owner, each.by) if person}
    return naming.lookup(actor, {"user": wanted})["user"]


def _shown(entry: _Stay, people: dict[str, str | None]) -> dict[str, Any]:
    def ref(person: UUID | None) -> dict[str, Any] | None:
        return {"id": str(person), "title": people.get(str(person))} if person else None

    how: Choice = _OBTAINED[entry.how]
    return {
        "id": entry.id,
        "owner": ref(entry.owner),
        "since": entry.since,
        "until": entry.until,
        "how": {"value": how.value, "label": say(how.label), "color": how.color},
        "by": ref(entry.by),
        "reason": entry.reason,
    }
