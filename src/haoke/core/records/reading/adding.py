"""What a sum is: of the values that are there and have a worth, with word of the amounts that have none.

A sum of nothing is no figure (None), a sum that comes to zero is 0. Decision 30.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core.criteria import worth
from haoke.core.fieldtypes import currencies
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql, all_of, ident, join
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

RULE = T(
    "Sums are in {currency}: closed records by the rate kept with them, open ones by today's rate; "
    "amounts in a currency without a rate are left out and counted",
    "合计以 {currency} 计：已结束的记录按其保存的汇率，未结束的按当日汇率；没有汇率的币种不计入，并注明数量",
)
#: Columns one sum takes.
WIDTH = 3
#: {field: {count, of, currencies}} of the amounts a sum is without.
LeftOut = dict[str, dict[str, Any]]


def summed(field: FieldDef, alias: str) -> list[Sql]:
    """The sum of a field (money by its worth), how many values there are, and how many of them are left out."""
    total, there = worth.column(field, alias).wrap("sum(", ")"), field.column(alias).wrap("count(", ")")
    return [total, there, worth.unrated(field, alias).wrap("count(*) FILTER (WHERE ", ")")]


def amounts(fields: Sequence[FieldDef], found: Sequence[Any]) -> tuple[dict[str, str | int | None], LeftOut]:
    """What `summed` of each field gave: {field: sum} as JSON, money with two decimals, and what is left out."""
    sums: dict[str, str | int | None] = {}
    left: LeftOut = {}
    for at, field in enumerate(fields):
        total, there, out = found[at * WIDTH : (at + 1) * WIDTH]
        sums[field.name] = None if total is None else figure(field, total)
        if out:
            left[field.name] = {"count": int(out), "of": int(there), "currencies": []}
    return sums, left


def figure(field: FieldDef, value: Decimal | int) -> str | int:
    """A sum as JSON, money with two decimals."""
    if field.type.kind == "integer":
        return int(value)
    return f"{value:.2f}" if field.type.kind == "money" else f"{value:f}"


def name_currencies(
    spec: ObjectSpec, condition: Sql, key: Sql | None, left: Mapping[Any, LeftOut], fields: Iterable[FieldDef]
) -> None:
    """Write into what is left out of each group, by its key, in which currencies it is; one statement if any is.

    Without a key there is one group, None. What is under WHOLE is what is left out of all groups.
    """
    short = [field for field in fields if any(field.name in each for each in left.values())]
    if not short:
        return
    for group, name, currency in rows(join(" UNION ", [_currencies(spec, condition, key, field) for field in short])):
        for each in (left.get(group), left.get(WHOLE)):
            if each is not None and name in each and currency not in each[name]["currencies"]:
                each[name]["currencies"].append(currency)
    for each in left.values():
        for said in each.values():
            said["currencies"].sort()


#: Key of what is left out of the sum of all groups.
WHOLE = ()


def _currencies(spec: ObjectSpec, condition: Sql, key: Sql | None, field: FieldDef) -> Sql:
    columns = [Sql("NULL::text") if key is None else key, Sql("%s::text", (field.name,)), worth.currency(field, "r")]
    return (
        join(", ", columns).wrap("SELECT ", f" FROM {ident(spec.model._meta.db_table)} r WHERE ")
        + all_of((condition, worth.unrated(field, "r")))
        + Sql(" GROUP BY 1, 2, 3")
    )


def note(fields: Sequence[FieldDef]) -> str | None:
    """In which currency sums are and by which rate; None when no money is added up."""
    if not any(field.type.kind == "money" for field in fields):
        return None
    return say(RULE.fill(currency=currencies.base()))
