"""What amounts are worth in the company's own currency; every comparison, order and sum of money is of that."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import connection

from haoke.core import clock, registry
from haoke.core.fieldtypes import currencies
from haoke.core.fieldtypes.money import Money
from haoke.core.sql import FALSE, Sql, all_of, ident

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from haoke.core.fields import FieldDef

#: Object whose records say what a currency is worth from a day on: fields currency, rate, since.
RATES = "exchange_rate"
KNOWN = 60  # seconds a process goes on with the rates it has read
_rates: ContextVar[Mapping[str, Decimal] | None] = ContextVar("haoke_rates", default=None)


def rates() -> Mapping[str, Decimal]:
    """{currency: units of the company's currency for one of it} as of today; empty where nobody keeps rates."""
    given = _rates.get()
    if given is not None:
        return given
    return _kept(clock.today(), int(time.monotonic() / KNOWN)) if RATES in registry.objects() else {}


@lru_cache(maxsize=2)
def _kept(day: date, _period: int) -> Mapping[str, Decimal]:
    table = ident(registry.get(RATES).model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT ON (currency) currency, rate FROM {table}"
            " WHERE deleted_at IS NULL AND since <= %s ORDER BY currency, since DESC",
            (day,),
        )
        return dict(cursor.fetchall())


def forget() -> None:
    """Read the rates anew at the next use."""
    _kept.cache_clear()


@contextmanager
def converting(given: Mapping[str, Decimal]) -> Iterator[None]:
    """Use these rates inside the block."""
    token = _rates.set(given)
    try:
        yield
    finally:
        _rates.reset(token)


def column(field: FieldDef, alias: str) -> Sql:
    """What of a field is compared, sorted and added up: of money its worth, of anything else its main column."""
    if field.type.kind != "money":
        return field.column(alias)
    made: Any = field.type
    found: Sql = made.base_amount(alias, field.columns[0], rates(), currencies.base())
    return found


def sort_key(field: FieldDef, alias: str) -> Sql:
    """What a list on table `alias` is ordered by."""
    return field.type.sort_key(column(field, alias)) if field.type.kind == "money" else field.sort_key(alias)


def unrated(field: FieldDef, alias: str) -> Sql:
    """TRUE, never NULL, for an amount of which nobody has said what it is worth; it counts in no sum."""
    if field.type.kind != "money":
        return FALSE
    return all_of((field.column(alias).wrap("", " IS NOT NULL"), column(field, alias).wrap("", " IS NULL")))


def currency(field: FieldDef, alias: str) -> Sql:
    """The currency of an amount."""
    return Sql(f"coalesce({alias}.{ident(field.columns[1])}, %s::text)", (currencies.base(),))


def value(field: FieldDef, given: Any) -> Any:
    """The same of a value in Python; an amount whose worth is not known is as good as empty."""
    if field.type.kind != "money" or given is None:
        return given
    worth = given.in_base(rates(), currencies.base())
    return None if worth is None else Money(worth, currencies.base())
