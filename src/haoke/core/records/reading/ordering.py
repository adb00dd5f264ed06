"""Order of a list and the way back to a place in it, without counting rows from the start."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from haoke.core import access
from haoke.core.access.actor import FieldRight
from haoke.core.criteria import worth
from haoke.core.criteria.refusals import refusal
from haoke.core.fields import Reckoned
from haoke.core.records.reading.conditions import usable
from haoke.core.sql import TRUE, Sql, all_of, any_of, join
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.records.reading.cursors import Place
    from haoke.core.records.reading.gathering import Gathering
    from haoke.core.spec import ObjectSpec

MAX_KEYS = 2
#: The order of a list's search: what is called so, what begins so, the rest; each in the object's own order.
RELEVANCE = "relevance"
#: Kinds whose sort key is NULL for NULL only.
STRICT = frozenset({"text", "autonumber", "email", "url"})
TOO_MANY = T("A list may be sorted by {most} fields", "列表最多按 {most} 个字段排序")
TWICE = T("“{field}” is in the sort order twice", "排序中“{field}”出现了两次")
UNSORTABLE = T("A list cannot be sorted by “{field}”", "不能按“{field}”排序")


@dataclass(frozen=True, slots=True)
class Key:
    """One sort key: its expression, direction, and whether it can be NULL (such rows come last either way)."""

    sql: Sql
    descending: bool = False
    nullable: bool = False

    @property
    def ordered(self) -> Sql:
        return self.sql + Sql((" DESC" if self.descending else "") + (" NULLS LAST" if self.nullable else ""))

    def beyond(self, value: str) -> Sql:
        """Rows that come after `value` by this key alone."""
        return self.sql + Sql(" < %s" if self.descending else " > %s", (value,))


@dataclass(frozen=True, slots=True)
class Order:
    """Sort keys and the text that asked for them; the id settles ties in the direction of the last key.

    `ranked`: how good a hit a row is comes before all keys · `reckoned`: fields among the keys no index knows of.
    """

    text: str
    keys: tuple[Key, ...]
    descending: bool
    alias: str = "r"
    ranked: bool = False
    reckoned: tuple[Reckoned, ...] = ()

    def gathered(self, by: Gathering) -> Order:
        """The same order, read from what was asked for all rows at once."""
        return replace(self, keys=tuple(replace(key, sql=by.sql(key.sql)) for key in self.keys))

    def by(self, keys: Sequence[Key]) -> Sql:
        """What ORDER BY says for some of the keys (the first one may be constant in a segment)."""
        last = Sql(f"{self.alias}.id" + (" DESC" if self.descending else ""))
        return join(", ", [*(key.ordered for key in keys), last])


def order_of(actor: Actor, spec: ObjectSpec, sort: str | None, alias: str = "r") -> Order:
    """The order `sort` asks for; without one the object's own, or newest first when that would show what is hidden."""
    text = sort or _default(actor, spec)
    names = [name.strip() for name in text.split(",")]
    if len(names) > MAX_KEYS:
        raise refusal("sort", "too_many", TOO_MANY.fill(most=MAX_KEYS))
    keys: dict[str, Key] = {}
    reckoned = []
    for name in names:
        field = usable(actor, spec, name.removeprefix("-"), "sort")
        if field.name in keys:
            raise refusal("sort", "twice", TWICE.fill(field=field.label))
        if not field.type.sortable:
            raise refusal("sort", "unsortable", UNSORTABLE.fill(field=field.label))
        keys[field.name] = _key(field, alias, descending=name.startswith("-"))
        reckoned += [field] if isinstance(field, Reckoned) else []
    last = names[-1].startswith("-")
    return Order(",".join(names), tuple(keys.values()), last, alias, reckoned=tuple(reckoned))


def _default(actor: Actor, spec: ObjectSpec) -> str:
    names = [name.removeprefix("-") for name in spec.default_sort.split(",")]
    shown = all(access.field_right(actor, spec, name) >= FieldRight.READ for name in names)
    return spec.default_sort if shown else "-id"


def _key(field: FieldDef, alias: str, *, descending: bool) -> Key:
    return Key(worth.sort_key(field, alias), descending, not _strict(field) or field.null)


def _strict(field: FieldDef) -> bool:
    """Whether a filled column always gives a sort key."""
    plain = field.column("r")
    return field.type.kind in STRICT or (field.type.kind != "money" and field.type.sort_key(plain) == plain)


def after(order: Order, keys: Sequence[Key], place: Place) -> Sql:
    """Rows after the place, by the given keys (the last ones of `place`) and id."""
    values, last = place
    values = values[len(values) - len(keys) :]
    if not any(key.nullable for key in keys) and all(key.descending == order.descending for key in keys):
        return _row_after(order, keys, (*values, last))
    key, value = keys[0], values[0]
    rest = after(order, keys[1:], place)
    if value is None:
        return all_of((key.sql + Sql(" IS NULL"), rest))
    same = all_of((key.sql + Sql(" = %s", (value,)), rest))
    return any_of((key.beyond(value), same, *((key.sql + Sql(" IS NULL"),) if key.nullable else ())))


def _row_after(order: Order, keys: Sequence[Key], values: tuple[object, ...]) -> Sql:
    left = join(", ", [*(key.sql for key in keys), Sql(f"{order.alias}.id")])
    right = join(", ", [Sql("%s", (value,)) for value in values])
    return left.wrap("(", ")") + Sql(" < " if order.descending else " > ") + right.wrap("(", ")")


def segments(order: Order, place: Place | None) -> list[tuple[Sql, Sql]]:
    """(condition, ORDER BY) of the parts of a list from `place` on: rows with a first key, then those without.

    Two parts, so that each can follow an index: NULLS LAST fits none of them. What is reckoned has no index: one part.
    """
    if order.reckoned:
        return [(TRUE if place is None else after(order, order.keys, place), order.by(order.keys))]
    first, rest = order.keys[0], order.keys[1:]
    if not first.nullable:
        return [(TRUE if place is None else _bounded(order, order.keys, place), order.by(order.keys))]
    found: list[tuple[Sql, Sql]] = []
    filled = Key(first.sql, first.descending)
    if place is None or place[0][0] is not None:
        seek = TRUE if place is None else _bounded(order, (filled, *rest), place)
        found.append((all_of((first.sql + Sql(" IS NOT NULL"), seek)), order.by((filled, *rest))))
    seek = after(order, rest, place) if place is not None and place[0][0] is None else TRUE
    found.append((all_of((first.sql + Sql(" IS NULL"), seek)), order.by(rest)))
    return found


def _bounded(order: Order, keys: Sequence[Key], place: Place) -> Sql:
    """`after`, with a plain bound on the first key beside it, since an OR is no start for an index."""
    bound = keys[0].sql + Sql(" <= %s" if keys[0].descending else " >= %s", (place[0][0],))
    return all_of((bound, after(order, keys, place)))
