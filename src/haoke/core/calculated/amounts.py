"""Amounts in formulas: in one currency they stay in it, in several all count by what they are worth in the company's.

If their worth is fixed (a record is posted or closed), that of the result is by the same rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from haoke.core.criteria import worth
from haoke.core.expressions import amounts
from haoke.core.fieldtypes import currencies
from haoke.core.fieldtypes.money import Money
from haoke.core.sql import Sql, join

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from haoke.core.expressions import Node


@dataclass(frozen=True, slots=True)
class Common:
    """The record's values with its amounts in one currency, and the rate they are fixed at, if all by the same.

    Not `known`: nobody has said what one of them is worth, so nothing can be said of the result, not even by default().
    """

    values: Mapping[str, Any]
    currency: str
    known: bool = True
    rate: Decimal | None = None
    rate_date: dt.date | None = None

    def money(self, amount: Decimal | None) -> Money | None:
        """What a formula gave, in that currency."""
        if amount is None:
            return None
        found = Money(amount, self.currency)
        return found if self.rate is None or self.rate_date is None else found.posted(self.rate, self.rate_date)


def common(tree: Node, values: Mapping[str, Any]) -> Common:
    """What the amounts of a record that a formula counts with have in common."""
    found: dict[str, Money] = {name: values[name] for name in amounts(tree) if values.get(name) is not None}
    known, base = {each.currency for each in found.values()}, currencies.base()
    if len(known) > 1:
        worths = {name: each.in_base(worth.rates(), base) for name, each in found.items()}
        return Common({**values, **worths}, base, known=None not in worths.values())
    rates = {each.rate for each in found.values() if each.rate is not None}
    days = [each.rate_date for each in found.values() if each.rate_date is not None]
    fixed = rates.pop() if len(rates) == 1 and days else None
    return Common(values, next(iter(known), base), rate=fixed, rate_date=max(days) if fixed is not None else None)


_COMMON: Final = (
    "SELECT CASE WHEN count(DISTINCT a.currency) = 1 THEN min(a.currency) ELSE ",
    " END AS currency, count(DISTINCT a.currency) < 2 AS alike,"
    " count(DISTINCT a.currency) < 2 OR bool_and(a.worth IS NOT NULL) AS known,"
    " CASE WHEN count(DISTINCT a.currency) = 1 AND count(DISTINCT a.rate) = 1 THEN min(a.rate) END AS rate,"
    " max(a.day) AS day FROM (VALUES ",
)


def common_sql(tree: Node, columns: Callable[[str], Sequence[Sql]]) -> Sql:
    """The same as a query of one row (currency, alike, known, rate, day).

    `columns` tells an amount, its currency, its rate and the day of that, and its worth.
    """
    base = Sql("%s::text", (currencies.base(),))
    if not amounts(tree):
        return base.wrap(
            "SELECT ", " AS currency, true AS alike, true AS known, NULL::numeric AS rate, NULL::date AS day"
        )
    rows = [_row(columns(name), base) for name in amounts(tree)]
    tail = ") a(amount, currency, rate, day, worth) WHERE a.amount IS NOT NULL"
    return base.wrap(*_COMMON) + join(", ", rows).wrap("", tail)


def _row(columns: Sequence[Sql], base: Sql) -> Sql:
    amount, currency, *rest = columns
    return join(", ", (amount, currency.wrap("coalesce(", ", ") + base + Sql(")"), *rest)).wrap("(", ")")
