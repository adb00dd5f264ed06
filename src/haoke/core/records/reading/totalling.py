"""Counts and sums of a list, whole or in groups."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from haoke.core.criteria import worth
from haoke.core.criteria.refusals import refusal
from haoke.core.fieldtypes import currencies
from haoke.core.records.reading import grouping, naming
from haoke.core.records.reading.conditions import parsed, usable, where
from haoke.core.records.reading.plans import work_out
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql, ident, join
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

MAX_SUMS = 5
MAX_GROUPS = 200
UNSUMMABLE = T("“{field}” cannot be added up", "“{field}”不能合计")
UNGROUPABLE = T("A list cannot be grouped by “{field}”", "不能按“{field}”分组")
TOO_MANY_SUMS = T("At most {most} fields can be added up at once", "一次最多合计 {most} 个字段")
EMPTY = T("(empty)", "（空）")
RULE = T(
    "Sums are in {currency}: closed records by the rate kept with them, open ones by today's rate; "
    "amounts in a currency without a rate are left out",
    "合计以 {currency} 计：已结束的记录按其保存的汇率，未结束的按当日汇率；没有汇率的币种不计入",
)
YES, NO = T("Yes", "是"), T("No", "否")


def totals(
    actor: Actor,
    spec: ObjectSpec,
    *,
    filter: Any = None,
    q: str = "",
    group: str | None = None,
    sums: Sequence[str] = (),
    scope: str | None = None,
) -> dict[str, Any]:
    """`{groups: [{value, label, count, sum}], count, sum, note}` of the list with this query; amounts in base currency.

    At most 200 groups, the largest; `count` and `sum` are of all rows.
    """
    fields = summable(actor, spec, sums)
    by = None if group is None else groupable(actor, spec, group)
    condition = where(actor, spec, parsed(actor, spec, filter), q=q, scope=scope)
    found = rows(_statement(spec, condition, by, fields))
    groups = [] if by is None else _groups(actor, by, fields, found)
    whole = found[0][-1 - len(fields) :] if found else (0, *[None] * len(fields))
    return {
        "groups": groups,
        "count": int(whole[0] or 0),
        "sum": amounts(fields, whole[1:]),
        "note": note(fields),
    }


def summable(actor: Actor, spec: ObjectSpec, names: Sequence[str]) -> list[FieldDef]:
    """The fields of those names, if they can be added up; raises BadRequest."""
    if len(names) > MAX_SUMS:
        raise refusal("sum", "too_many", TOO_MANY_SUMS.fill(most=MAX_SUMS))
    fields = [usable(actor, spec, name, "sum") for name in dict.fromkeys(names)]
    for field in fields:
        if not grouping.summable(field):
            raise refusal("sum", "unsummable", UNSUMMABLE.fill(field=field.label))
    return fields


def groupable(actor: Actor, spec: ObjectSpec, name: str) -> FieldDef:
    """The field of that name, if a list can be grouped by it; raises BadRequest."""
    field = usable(actor, spec, name, "group")
    if not grouping.groupable(field):
        raise refusal("group", "ungroupable", UNGROUPABLE.fill(field=field.label))
    return field


def _statement(spec: ObjectSpec, condition: Sql, by: FieldDef | None, fields: Sequence[FieldDef]) -> Sql:
    """Group, its count and sums, then those of all rows; the largest groups first."""
    added = [summed(field, "r") for field in fields]
    own = [Sql("count(*)"), *added]
    every = [each.wrap("sum(", ") OVER ()") for each in own]
    key = [] if by is None else [Sql(work_out((by,)).select)]
    select = join(", ", [*key, *own, *every]).wrap("SELECT ", f" FROM {ident(spec.model._meta.db_table)} r WHERE ")
    tail = "" if by is None else f" GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {MAX_GROUPS}"
    return select + condition + Sql(tail)


def summed(field: FieldDef, alias: str) -> Sql:
    """The sum of a field; money in base currency."""
    return worth.column(field, alias).wrap("sum(", ")")


def amounts(fields: Sequence[FieldDef], found: Sequence[Decimal | int | None]) -> dict[str, str | int]:
    """{field: sum} as JSON: money with two decimals."""
    return {field.name: _amount(field, value) for field, value in zip(fields, found, strict=True)}


def _amount(field: FieldDef, value: Decimal | int | None) -> str | int:
    if field.type.kind == "integer":
        return int(value or 0)
    return f"{value or 0:.2f}" if field.type.kind == "money" else f"{value or Decimal():f}"


def note(fields: Sequence[FieldDef]) -> str | None:
    """In which currency sums are and by which rate; None when no money is added up."""
    if not any(field.type.kind == "money" for field in fields):
        return None
    return say(RULE.fill(currency=currencies.base()))


def _groups(
    actor: Actor, by: FieldDef, fields: Sequence[FieldDef], found: Sequence[Sequence[Any]]
) -> list[dict[str, Any]]:
    plan = work_out((by,))
    keys = plan.records(found)
    naming.resolve(actor, plan, keys)
    labels = _labels(by)
    return [
        {
            "value": key["id"] if isinstance(key, dict) else key,
            "label": labels(key),
            "count": row[1],
            "sum": amounts(fields, row[2 : 2 + len(fields)]),
        }
        for key, row in zip((item[by.name] for item in keys), found, strict=True)
    ]


def _labels(by: FieldDef) -> Callable[[Any], str | None]:
    """What a group of this field is called."""
    choices = {choice["value"]: choice["label"] for choice in by.type.meta().get("choices", ())}

    def label(key: Any) -> str | None:
        if isinstance(key, dict):
            return None if key["title"] is None else str(key["title"])
        if key is None:
            return say(EMPTY)
        if isinstance(key, bool):
            return say(YES if key else NO)
        return say(choices.get(key, str(key)))

    return label
