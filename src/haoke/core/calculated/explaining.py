"""Why a sum over other records that is kept in a field is empty: amounts of theirs nobody knows the worth of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import access, registry
from haoke.core.calculated.defined import Rollup, kept
from haoke.core.errors import Refused
from haoke.core.metadata import current
from haoke.core.records import reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from haoke.core.access.actor import Actor


def gaps(actor: Actor, key: str, record: UUID) -> list[dict[str, Any]]:
    """[{field, object, of, left, filter}]: the record's empty roll-ups, and what amounts of which records they lack.

    `left` is {count, of, currencies}. Only of fields and records the actor reads; raises Missing.
    """
    spec = registry.get(key)
    seen, values = access.readable(actor, spec), reading.read_one(actor, spec, record)
    empty = {name for name in seen if values[name] is None}
    return [found for name in empty & {each.name for each in kept(key)} for found in _gap(actor, key, name, record)]


def _gap(actor: Actor, key: str, name: str, record: UUID) -> Iterator[dict[str, Any]]:
    how = next(each.how for each in kept(key) if each.name == name)
    if not isinstance(how, Rollup) or how.of is None or registry.field(how.child, how.of).type.kind != "money":
        return
    where = next(each for each in current().fields[key] if each.name == name).options["rollup"].get("where")
    tied = {"field": how.by, "op": "eq", "value": str(record)}
    filter_ = {"and": [tied, where]} if where else tied
    try:
        found = reading.totals(actor, registry.get(how.child), filter=filter_, sums=[how.of])
    except Refused:  # what it rests on is hidden from this reader
        return
    if left := found["left_out"].get(how.of):
        yield {"field": name, "object": how.child, "of": how.of, "left": left, "filter": filter_}
