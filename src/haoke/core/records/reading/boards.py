"""The list laid out in columns, one a value of a choice or a record pointed at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from haoke.core import access, criteria
from haoke.core.access.actor import FieldRight
from haoke.core.criteria.refusals import refusal
from haoke.core.records.reading import cursors, naming
from haoke.core.records.reading.adding import amounts, name_currencies, note, summed
from haoke.core.records.reading.columns import Column, column_filter, columns_of, unset
from haoke.core.records.reading.conditions import parsed, usable, where
from haoke.core.records.reading.lists import binding, check_limit, head, place_of
from haoke.core.records.reading.ordering import order_of
from haoke.core.records.reading.plans import plan_for
from haoke.core.records.reading.query import ListQuery
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql, all_of, ident, join
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.records.reading.ordering import Order
    from haoke.core.records.reading.plans import Plan
    from haoke.core.spec import ObjectSpec

NOT_SET = T("{objects} have no board", "{objects}没有看板")


@dataclass(frozen=True, slots=True)
class _Cards:
    """What the cards of every column have in common."""

    spec: ObjectSpec
    by: FieldDef
    plan: Plan
    order: Order
    condition: Sql
    limit: int


def board(
    actor: Actor,
    spec: ObjectSpec,
    *,
    field: str | None = None,
    within: UUID | None = None,
    filter: Any = None,
    q: str = "",
    limit: int = 20,
    scope: str | None = None,
    sort: str | None = None,
) -> dict[str, Any]:
    """`{field, columns: [{value, label, color, kind, count, sum, left_out, items, next, filter}], sum_field, note}`.

    `within` is the record the columns belong to (a pipeline), the first one if None. A column goes on as the list with
    its `filter`, the same q, scope and sort, and the cursor `next`. Sums are in base currency, null without an
    amount that has a worth; `left_out` is {count, of, currencies} of those without a rate. Four statements, or five.
    """
    check_limit(limit)
    by = usable(actor, spec, _board_field(spec, field), "field")
    node, money = parsed(actor, spec, filter), _money(actor, spec)
    query = ListQuery(q=q, scope=scope, sort=sort, limit=limit)
    condition = where(actor, spec, node, q=q, scope=scope)
    columns = columns_of(actor, by, within)
    shared = _Cards(
        spec, by, plan_for(actor, spec, _shown(actor, spec, by, money)), order_of(actor, spec, sort), condition, limit
    )
    tallies = _tallies(shared, columns, money)
    columns += [unset()] if None in tallies else []
    found = _found(shared, [column.value for column in columns if column.value in tallies])
    items = _items(actor, shared, found)
    sums = _sums(shared, tallies, money)
    drawn = [_drawn(column, tallies, sums) for column in columns]
    tree = None if node is None else criteria.to_json(node)
    for column in drawn:
        column["filter"] = column_filter(by, column["value"], tree)
        bound = binding(actor, spec, shared.order, column["filter"], query)
        column.update(_page(shared, found, items, column["value"], bound))
    added = next((each.name for each in money), None)
    return {"field": by.name, "columns": drawn, "sum_field": added, "note": note(money)}


def _board_field(spec: ObjectSpec, name: str | None) -> str:
    found = name or spec.board
    if found is None:
        raise refusal("field", "no_board", NOT_SET.fill(objects=spec.label_plural))
    return found


def _money(actor: Actor, spec: ObjectSpec) -> list[FieldDef]:
    """The amount a board adds up: the first the actor sees in full."""
    shown = access.readable(actor, spec).values()
    found = (each for each in shown if each.type.kind == "money")
    return [each for each in found if access.field_right(actor, spec, each.name) >= FieldRight.READ][:1]


def _shown(actor: Actor, spec: ObjectSpec, by: FieldDef, money: Sequence[FieldDef]) -> list[str]:
    readable = access.readable(actor, spec)
    names = dict.fromkeys((spec.title, *spec.columns, by.name, *(each.name for each in money), "owner", "updated_at"))
    return [name for name in names if name in readable]


def _tallies(shared: _Cards, columns: Sequence[Column], money: Sequence[FieldDef]) -> dict[str | None, tuple[Any, ...]]:
    """{column: (count, sum)} of the columns that have any record."""
    column, kind = shared.by.column("r"), shared.by.type.sql_type
    listed = column + Sql(f" = ANY(%s::{kind}[])", ([each.value for each in columns],))
    inside = Sql("(") + listed + column.wrap(" OR ", " IS NULL)")
    select = join(
        ", ", [column + Sql("::text"), Sql("count(*)"), *(each for field in money for each in summed(field, "r"))]
    )
    table = ident(shared.spec.model._meta.db_table)
    found = rows(
        select.wrap("SELECT ", f" FROM {table} r WHERE ") + all_of((shared.condition, inside)) + Sql(" GROUP BY 1")
    )
    return {row[0]: row[1:] for row in found}


def _found(shared: _Cards, values: Sequence[str | None]) -> list[tuple[Any, ...]]:
    """First rows of each column, one more than are shown, with the column's value in front."""
    if not values:
        return []
    column, tail = (
        shared.by.column("r"),
        Sql(" ORDER BY ") + shared.order.by(shared.order.keys) + Sql(" LIMIT %s", (shared.limit + 1,)),
    )
    start = head(shared.spec, shared.plan, shared.order)
    each = start + all_of((shared.condition, column + Sql(f" = c.value::{shared.by.type.sql_type}"))) + tail
    filled = [value for value in values if value is not None]
    parts = [
        Sql("SELECT c.value, x.* FROM unnest(%s::text[]) c(value) CROSS JOIN LATERAL (", (filled,)) + each + Sql(") x")
    ]
    if None in values:
        empty = start + all_of((shared.condition, column + Sql(" IS NULL"))) + tail
        parts.append(empty.wrap("SELECT NULL::text, x.* FROM (", ") x"))
    return rows(join(" UNION ALL ", parts))


def _items(actor: Actor, shared: _Cards, found: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    items = shared.plan.records([row[1:] for row in found])
    naming.resolve(actor, shared.plan, items)
    return items


def _sums(
    shared: _Cards, tallies: dict[str | None, tuple[Any, ...]], money: Sequence[FieldDef]
) -> dict[str | None, dict[str, Any]]:
    """{column: {sum, left_out}} of the columns that have any record."""
    found = {value: amounts(money, row[1:]) for value, row in tallies.items()}
    key = shared.by.column("r") + Sql("::text")
    name_currencies(shared.spec, shared.condition, key, {value: left for value, (_, left) in found.items()}, money)
    return {
        value: {"sum": next(iter(sums.values()), None), "left_out": next(iter(left.values()), None)}
        for value, (sums, left) in found.items()
    }


def _drawn(
    column: Column, tallies: dict[str | None, tuple[Any, ...]], sums: dict[str | None, dict[str, Any]]
) -> dict[str, Any]:
    return {
        "value": column.value,
        "label": column.label,
        "color": column.color,
        "kind": column.kind,
        "count": tallies[column.value][0] if column.value in tallies else 0,
        **sums.get(column.value, {"sum": None, "left_out": None}),
    }


def _page(
    shared: _Cards, found: Sequence[tuple[Any, ...]], items: Sequence[dict[str, Any]], value: str | None, bound: bytes
) -> dict[str, Any]:
    mine = [number for number, row in enumerate(found) if row[0] == value]
    shown = mine[: shared.limit]
    follow = None
    if len(mine) > shared.limit:
        follow = cursors.seal(place_of(shared.plan, shared.order, found[shown[-1]][1:]), bound)
    return {"items": [items[number] for number in shown], "next": follow}
