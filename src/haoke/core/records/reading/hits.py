"""What a list that is searched shows besides: the best hits first, and why each was found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from haoke.core import access
from haoke.core.records.reading import ordering
from haoke.core.records.reading.plans import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.records.reading.cursors import Place
    from haoke.core.records.reading.ordering import Order
    from haoke.core.records.reading.query import ListQuery
    from haoke.core.spec import ObjectSpec
    from haoke.core.sql import Sql

#: The rank of rows that are no better a hit than others.
LAST = 2


def order_of(actor: Actor, spec: ObjectSpec, sort: str | None) -> Order:
    """The order `sort` asks for, "relevance" too: within each rank the object's own."""
    if sort != ordering.RELEVANCE:
        return ordering.order_of(actor, spec, sort)
    return replace(ordering.order_of(actor, spec, None), text=sort, ranked=True)


def from_place(ranks: Sequence[Sql], order: Order, place: Place | None) -> Iterator[tuple[int, Sql, Place | None]]:
    """(rank, its condition, place within it) from a place on; the last of the ranks is the one of most rows."""
    first, rest = LAST + 1 - len(ranks), place
    if order.ranked and place is not None:
        (here, *keys), last = place
        first, rest = int(here or 0), (tuple(keys), last)
    for rank, condition in enumerate(ranks, LAST + 1 - len(ranks)):
        if rank >= first:
            yield rank, condition, rest if rank == first else None


def read(actor: Actor, spec: ObjectSpec, query: ListQuery) -> Sequence[str] | None:
    """The fields asked for with those that are searched, by which each record says why it was found."""
    if query.fields is None:
        return None
    readable = access.readable(actor, spec)
    return list(dict.fromkeys([*query.fields, *(name for name in spec.search if name in readable)]))


def say(spec: ObjectSpec, q: str, items: Sequence[dict[str, Any]], asked: Sequence[str] | None) -> None:
    """Say in each item why it was found, and leave out what was read for that alone."""
    from haoke.core import search  # noqa: PLC0415 - as in conditions

    search.why.say(spec, q, items)
    besides = [] if asked is None else [name for name in spec.search if name not in asked and name not in ALWAYS]
    for item in items:
        for name in besides:
            item.pop(name, None)
