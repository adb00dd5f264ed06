"""Pages of records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import access, criteria
from haoke.core.access.actor import Verb
from haoke.core.criteria.refusals import refusal
from haoke.core.errors import BadRequest
from haoke.core.records.reading import cursors, hits, naming, tying
from haoke.core.records.reading.conditions import hangs, parsed, understood, where
from haoke.core.records.reading.gathering import Gathering, parted
from haoke.core.records.reading.ordering import Order, segments
from haoke.core.records.reading.plans import Plan, plan_for
from haoke.core.records.reading.query import COUNT_CAP, MAX_LIMIT, ListQuery, Page
from haoke.core.records.reading.running import rows
from haoke.core.sql import TRUE, Sql, all_of, ident, join
from haoke.core.text import T, current_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.records.reading.cursors import Place
    from haoke.core.spec import ObjectSpec

BAD_LIMIT = T("limit is a whole number from 1 to {most}", "limit 必须是 1 到 {most} 的整数")
ROW_BY_ROW = Gathering()
TOO_MANY = T("More than {most} records match; narrow the filter", "符合条件的记录超过 {most} 条，请缩小筛选范围")


def list_page(actor: Actor, spec: ObjectSpec, query: ListQuery) -> Page:
    """One page; two statements and one more for a count, however many rows there are."""
    check_limit(query.limit)
    access.require(actor, spec, Verb.READ)
    node = parsed(actor, spec, query.filter)
    looked = understood(actor, spec, query.q)
    fields = hits.read(actor, spec, query) if looked and query.found else query.fields
    plan, order = plan_for(actor, spec, fields), hits.order_of(actor, spec, query.sort)
    rest, own = parted(node, order.reckoned)
    condition = where(actor, spec, rest, q=looked or "", scope=query.scope, deleted=query.deleted)
    beside = gathering(spec, plan, order, condition)
    if own.nodes:
        condition = all_of((condition, beside.sql(criteria.compile(own, spec, actor))))
    bound = binding(actor, spec, order, None if node is None else criteria.to_json(node), query)
    place = cursors.unseal(query.cursor, bound) if query.cursor else None
    ranks = looked.ranks("r") if looked and order.ranked else [TRUE]
    by_ids = not (looked or query.scope or order.reckoned) and hangs(spec, node)
    page = page_sql(spec, plan, order, condition, place, limit=query.limit + 1, ranks=ranks, beside=beside)
    found = rows(page, prepared=by_ids)
    items = plan.records(found[: query.limit])
    tied = tying.ties(spec, [item["id"] for item in items]) if query.ties else None
    naming.resolve(actor, plan, items, tied)
    if looked and query.found:
        hits.say(spec, looked.meant or query.q, items, query.fields)
    follow = cursors.seal(place_of(plan, order, found[query.limit - 1]), bound) if len(found) > query.limit else None
    many = counted(spec, condition, query.count, beside if own.nodes else ROW_BY_ROW, prepared=by_ids)
    return Page(items, follow, *many, looked.meant or None if looked else None)


def check_limit(limit: int) -> None:
    """Refuse pages of no rows or of too many; raises BadRequest."""
    if not 1 <= limit <= MAX_LIMIT:
        raise refusal("limit", "bad_limit", BAD_LIMIT.fill(most=MAX_LIMIT))


def binding(actor: Actor, spec: ObjectSpec, order: Order, tree: dict[str, Any] | None, query: ListQuery) -> bytes:
    """What decides the rows of a list and their order, and so where its cursors are good."""
    parts = (order.text, current_language(), tree, query.q.strip(), query.scope, query.deleted)
    return cursors.bind(actor, spec.key, *parts)


def gathering(spec: ObjectSpec, plan: Plan, order: Order, condition: Sql) -> Gathering:
    """What is asked for all rows at once: what an order is reckoned of."""
    fields = (*order.reckoned, *plan.fields) if order.reckoned else ()
    return Gathering(fields, ident(spec.model._meta.db_table), condition)


def head(spec: ObjectSpec, plan: Plan, order: Order, rank: int = hits.LAST, beside: Gathering = ROW_BY_ROW) -> Sql:
    """SELECT … FROM … WHERE of a plan's columns with the row's place behind them."""
    keys = [key.sql.wrap("(", ")::text") for key in order.keys]
    marks = join(", ", [*([Sql(f"'{rank}'")] if order.ranked else ()), *keys, Sql("r.id")])
    source = f" FROM {ident(spec.model._meta.db_table)} r{beside.joins} WHERE "
    return Sql(f"SELECT {beside.text(plan.select)}, ") + marks + Sql(source)


def page_sql(
    spec: ObjectSpec,
    plan: Plan,
    order: Order,
    condition: Sql,
    place: Place | None,
    *,
    limit: int,
    ranks: Sequence[Sql] = (TRUE,),
    beside: Gathering = ROW_BY_ROW,
) -> Sql:
    """`limit` rows of a plan after `place`; those of each rank (a condition) behind those of the one before."""
    order = order.gathered(beside)
    tail = Sql(" LIMIT %s", (limit,))
    parts = [
        head(spec, plan, order, rank, beside) + all_of((condition, where, part)) + Sql(" ORDER BY ") + by + tail
        for rank, where, rest in hits.from_place(ranks, order, place)
        for part, by in segments(order, rest)
    ]
    if len(parts) == 1:
        return beside.head + parts[0]
    return beside.head + join(" UNION ALL ", [part.wrap("(", ")") for part in parts]) + tail


def place_of(plan: Plan, order: Order, row: Sequence[Any]) -> Place:
    """Where a row stands in its order."""
    return tuple(row[plan.width : plan.width + order.ranked + len(order.keys)]), row[-1]


def counted(
    spec: ObjectSpec, condition: Sql, wish: Any, beside: Gathering = ROW_BY_ROW, *, prepared: bool = False
) -> tuple[int | None, bool]:
    """(number of rows, whether there are more): none, up to the cap, or all of them."""
    if not wish:
        return None, False
    exact = wish == "exact"
    found = number(spec, condition, None if exact else COUNT_CAP, beside, prepared=prepared)
    return found, not exact and found >= COUNT_CAP


def number(
    spec: ObjectSpec, condition: Sql, cap: int | None, beside: Gathering = ROW_BY_ROW, *, prepared: bool = False
) -> int:
    """How many rows meet the condition, counted up to `cap`."""
    source = f"{ident(spec.model._meta.db_table)} r{beside.joins}"
    inner = condition.wrap(f"SELECT 1 FROM {source} WHERE ", "") + Sql(" LIMIT %s", (cap,))
    return int(rows(beside.head + inner.wrap("SELECT count(*) FROM (", ") c"), prepared=prepared)[0][0])


def count(actor: Actor, spec: ObjectSpec, query: ListQuery) -> tuple[int, bool]:
    """(number of records, whether there are more than that) a list with this query has."""
    node = parsed(actor, spec, query.filter)
    condition = where(actor, spec, node, q=query.q, scope=query.scope, deleted=query.deleted)
    found, capped = counted(spec, condition, query.count or True)
    return found or 0, capped


def ids(
    actor: Actor, spec: ObjectSpec, filter: Any, *, limit: int, q: str = "", scope: str | None = None
) -> list[UUID]:
    """Ids of all matching records, oldest first; BadRequest when there are more than `limit`."""
    condition = where(actor, spec, parsed(actor, spec, filter), q=q, scope=scope)
    head = condition.wrap(f"SELECT r.id FROM {ident(spec.model._meta.db_table)} r WHERE ", " ORDER BY r.id")
    found = rows(head + Sql(" LIMIT %s", (limit + 1,)))
    if len(found) > limit:
        raise BadRequest(TOO_MANY.fill(most=limit), code="too_many")
    return [row[0] for row in found]
