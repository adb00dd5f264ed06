"""In how many days records go back, for lists to show, filter and sort by: the same clock, reckoned row by row."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from psycopg.sql import quote

from haoke.core import access, clock, registry
from haoke.core.access.actor import FieldRight
from haoke.core.fields import Reckoned
from haoke.core.fieldtypes.numbers import IntegerType
from haoke.core.metadata import derived
from haoke.core.sql import FALSE, Sql, all_of, ident, join
from haoke.core.text import T
from haoke.pools.queries import clocks
from haoke.pools.queries.declared import pooled
from haoke.pools.queries.standing import PLACED, poolable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    seen, of = frozenset(_OF), partial(_days_left, spec.key)
    return {DAYS_LEFT: Reckoned(DAYS_LEFT, _DAYS, _LABEL, (DAYS_LEFT,), _HELP, readonly=True, seen=seen, of=of)}


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
    first = _literal(join(", ", days)) if days else "NULL::date"
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
    stay = "(SELECT e.since FROM pools_ownership e WHERE e.record = r.id AND e.object = %s AND e.until IS NULL)"
    since = clocks.begun(clocks.stopped(known, rule), stay)
    day = Sql(f"greatest(({since} AT TIME ZONE %s)::date + %s, r.protected_until)", (spec.key, zone, rule.days))
    return speaks.wrap("CASE WHEN ", " THEN ") + day + Sql(" END")


def _literal(fragment: Sql) -> str:
    """The fragment without parameters, for lists select without any."""
    first, *rest = fragment.text.split("%s")
    return first + "".join(_quoted(value) + part for value, part in zip(fragment.params, rest, strict=True))


def _quoted(value: Any) -> str:
    return quote(value).replace("%", "%%")
