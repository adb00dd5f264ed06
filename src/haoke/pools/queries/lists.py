"""In how many days records go back, for lists to show, filter and sort by: the same clock, reckoned row by row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from psycopg.sql import quote

from haoke.core import access, clock, registry
from haoke.core.access.actor import FieldRight
from haoke.core.fields import Lookup, Reckoned
from haoke.core.fieldtypes.numbers import IntegerType
from haoke.core.metadata import derived
from haoke.core.sql import FALSE, Sql, all_of, ident, join, literal
from haoke.core.text import T
from haoke.pools.queries import clocks
from haoke.pools.queries.declared import pooled
from haoke.pools.queries.standing import PLACED, poolable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec
    from haoke.pools.models import RecycleRule

DAYS_LEFT: Final = "days_to_pool"
_DAYS: Final = IntegerType(-100_000)
_LABEL: Final = T("Goes back in (days)", "距退回公海（天）")
_HELP: Final = T("By the recycle rules in use; empty: it does not go back", "按启用的回收规则计算；留空表示不会退回")
#: What it is reckoned of: who may not read these, learns no day either.
_OF: Final = ("owner", *(name for name in PLACED if name != "pool"))


def reckoned(actor: Actor, spec: ObjectSpec) -> Mapping[str, FieldDef]:
    """The day as a field of lists, where rules take records back and the reader may know owners."""
    if not (poolable(spec) and clocks.in_force(spec.key)):
        return {}
    readable = access.readable(actor, spec)
    if not all(name in readable and access.field_right(actor, spec, name) >= FieldRight.READ for name in _OF):
        return {}
    made = Reckoned(
        DAYS_LEFT, _DAYS, _LABEL, (DAYS_LEFT,), _HELP, readonly=True,
        seen=frozenset(_OF), of=partial(_days_left, spec.key), lookups=partial(_looked_up, spec.key),
    )  # fmt: skip
    return {DAYS_LEFT: made}


@derived
def ticks(key: str) -> bool:
    """Whether a rule could take records of the object from their owners, so that locking one means something."""
    return "pool" not in registry.off() and bool(clocks.rules(key))


@derived
def _expression(key: str, zone: str) -> str:
    """SQL about a record r of the object: days until the first rule takes it, NULL where none does."""
    spec, by = registry.get(key), clocks.in_force(key)
    days = [day for place in range(len(by)) if (day := _day(spec, by, place, zone)) is not None]
    stays = "r.owner_id IS NULL OR r.locked OR r.deleted_at IS NOT NULL"
    first = literal(join(", ", days)).text if days else "NULL::date"
    return f"(CASE WHEN {stays} THEN NULL ELSE least({first}) - (now() AT TIME ZONE {quote(zone)})::date END)::bigint"


def _days_left(key: str, alias: str) -> Sql:
    days = _expression(key, clock.timezone().key)
    if alias == "r":
        return Sql(days)
    return Sql(f"(SELECT {days} FROM {ident(registry.get(key).model._meta.db_table)} r WHERE r.id = {alias}.id)")


def _day(spec: ObjectSpec, by: Sequence[RecycleRule], place: int, zone: str) -> Sql | None:
    """The day one rule names, where it speaks of the record."""
    known, rule = pooled(spec.key), by[place]
    applies = clocks.applies(spec, by, place)
    if applies == FALSE:
        return None
    speaks = all_of([applies, *(Sql(f"NOT ({each})") for each in clocks.exempt(known, rule))])
    since = clocks.begun(clocks.stopped(known, rule), _stay(spec.key).each)
    day = Sql(f"greatest(({since} AT TIME ZONE %s)::date + %s, r.protected_until)", (zone, rule.days))
    return speaks.wrap("CASE WHEN ", " THEN ") + day + Sql(" END")


def _stay(key: str) -> Lookup:
    """Since when the present owner has `r`."""
    source = f"e.since AS value FROM pools_ownership e WHERE e.object = {quote(key)} AND e.until IS NULL"
    return Lookup(f"(SELECT {source} AND e.record = r.id)", f"SELECT e.record, {source}")


def _looked_up(key: str) -> Iterator[Lookup]:
    yield _stay(key)
    events = (clocks.stopped(pooled(key), rule) for rule in clocks.in_force(key))
    yield from (clocks.last(event) for event in events if event)
