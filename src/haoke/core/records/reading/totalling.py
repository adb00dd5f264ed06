"""Counts and sums of a list, whole or in groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core.criteria.refusals import refusal
from haoke.core.fieldtypes import places
from haoke.core.records.reading import grouping, naming
from haoke.core.records.reading.adding import WHOLE, WIDTH, amounts, name_currencies, note, summed
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
#: Every province and every country.
MAX_PLACES = 500
UNSUMMABLE = T("“{field}” cannot be added up", "“{field}”不能合计")
UNGROUPABLE = T("A list cannot be grouped by “{field}”", "不能按“{field}”分组")
TOO_MANY_SUMS = T("At most {most} fields can be added up at once", "一次最多合计 {most} 个字段")
EMPTY = T("(empty)", "（空）")
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
    """`{groups: [{value, label, count, sum, left_out}], count, sum, left_out, note}` of the list with this query.

    Amounts are in base currency; `left_out` is {field: {count, of, currencies}} of those without a rate. At most 200
    groups, the largest; `count` and `sum` are of all rows. By an address there is a group for each province-level unit,
    records or none, each country abroad and None, with the `filter` of its rows.
    """
    fields = summable(actor, spec, sums)
    by = None if group is None else groupable(actor, spec, group)
    condition = where(actor, spec, parsed(actor, spec, filter), q=q, scope=scope)
    found = rows(_statement(spec, condition, by, fields))
    groups = [] if by is None else _groups(actor, by, fields, found)
    width = WIDTH * len(fields)
    whole = found[0][-1 - width :] if found else (0, *[None] * width)
    added, left = amounts(fields, whole[1:])
    of_each = {row[0]: group["left_out"] for row, group in zip(found, groups, strict=False)}
    key = None if by is None else _key(by)
    name_currencies(spec, condition, key, {**of_each, WHOLE: left}, fields)
    return {
        "groups": groups,
        "count": int(whole[0] or 0),
        "sum": added,
        "left_out": left,
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
    if not (grouping.groupable(field) or grouping.placed(field)):
        raise refusal("group", "ungroupable", UNGROUPABLE.fill(field=field.label))
    return field


def _statement(spec: ObjectSpec, condition: Sql, by: FieldDef | None, fields: Sequence[FieldDef]) -> Sql:
    """Group, its count and sums, then those of all rows; the largest groups first."""
    added = [column for field in fields for column in summed(field, "r")]
    own = [Sql("count(*)"), *added]
    every = [each.wrap("sum(", ") OVER ()") for each in own]
    key = [] if by is None else [_key(by)]
    select = join(", ", [*key, *own, *every]).wrap("SELECT ", f" FROM {ident(spec.model._meta.db_table)} r WHERE ")
    most = MAX_PLACES if by is not None and grouping.placed(by) else MAX_GROUPS
    tail = "" if by is None else f" GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {most}"
    return select + condition + Sql(tail)


def _key(by: FieldDef) -> Sql:
    return places.place(by.column("r")) if grouping.placed(by) else Sql(work_out((by,)).select)


def _groups(
    actor: Actor, by: FieldDef, fields: Sequence[FieldDef], found: Sequence[Sequence[Any]]
) -> list[dict[str, Any]]:
    if grouping.placed(by):
        return _places(by, fields, found)
    plan = work_out((by,))
    keys = plan.records(found)
    naming.resolve(actor, plan, keys)
    labels = _labels(by)
    return [
        {"value": key["id"] if isinstance(key, dict) else key, "label": labels(key), **_figures(fields, row)}
        for key, row in zip((item[by.name] for item in keys), found, strict=True)
    ]


def _figures(fields: Sequence[FieldDef], row: Sequence[Any]) -> dict[str, Any]:
    """Of the row of a group: {count, sum, left_out}."""
    sums, left = amounts(fields, row[2 : 2 + WIDTH * len(fields)])
    return {"count": row[1], "sum": sums, "left_out": left}


def _places(by: FieldDef, fields: Sequence[FieldDef], found: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """The groups of an address; behind them the units nobody is in."""
    nobody = (0, *[None, 0, 0] * len(fields))
    rest = [(code, *nobody) for code in places.units() if code not in {row[0] for row in found}]
    return [
        {
            "value": row[0],
            "label": places.name(row[0]),
            "filter": places.condition(by.name, row[0]),
            **_figures(fields, row),
        }
        for row in (*found, *rest)
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
