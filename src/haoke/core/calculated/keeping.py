"""Bringing calculated columns up to date in sets, with SQL: what rests on other records, and all rows of a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import connection

from haoke.core import criteria, expressions, registry
from haoke.core.access.actor import system
from haoke.core.calculated.defined import Calculation, Rollup, calculations
from haoke.core.calculated.fitting import fitted_sql
from haoke.core.criteria import worth
from haoke.core.fieldtypes import currencies
from haoke.core.sql import TRUE, Sql, ident

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from haoke.core.fields import FieldDef
    from haoke.core.fieldtypes.base import FieldType
    from haoke.core.spec import ObjectSpec

#: Kinds whose least and greatest is taken as it is.
DAYS: Final = frozenset({"date", "datetime"})
#: How such writes came about, in the Log.
VIA: Final = "formula"


def refresh(key: str, ids: Collection[UUID], only: Sequence[Calculation] | None = None) -> int:
    """Bring these records' calculated fields up to date, inside a change; how many fields were not. Versions stay."""
    spec = registry.get(key)
    return sum(_refresh(spec, each, ids) for each in (calculations(key) if only is None else only)) if ids else 0


def _refresh(spec: ObjectSpec, each: Calculation, ids: Collection[UUID]) -> int:
    field = registry.field(spec.key, each.name)
    column = ident(field.columns[0])
    table = ident(spec.model._meta.db_table)
    # Always in the order of ids, as every change locks.
    head = Sql(f"UPDATE {table} t SET {column} = q.v") + _currency(field) + Sql(" FROM (SELECT r.id, ")
    tail = f" AS v FROM {table} r WHERE r.id = ANY(%s) ORDER BY r.id FOR UPDATE OF r) q"
    where = Sql(f" WHERE t.id = q.id AND (t.{column} IS DISTINCT FROM q.v") + _other_currency(field) + Sql(")")
    made = head + value(spec, each, field.type) + Sql(tail, (list(ids),)) + where
    with connection.cursor() as cursor:
        cursor.execute(made.text, made.params)
        return int(cursor.rowcount)


def _currency(field: FieldDef) -> Sql:
    """What is set beside an amount: it is in the company's currency."""
    if field.type.kind != "money":
        return Sql("")
    return Sql(f", {ident(field.columns[1])} = CASE WHEN q.v IS NOT NULL THEN %s::text END", (currencies.base(),))


def _other_currency(field: FieldDef) -> Sql:
    """The same number is another amount in another currency."""
    if field.type.kind != "money":
        return Sql("")
    return Sql(f" OR q.v IS NOT NULL AND t.{ident(field.columns[1])} IS DISTINCT FROM %s", (currencies.base(),))


def value(spec: ObjectSpec, each: Calculation, kind: FieldType) -> Sql:
    """The calculated value over table r, as a field of that kind holds it."""
    if isinstance(each.how, Rollup):
        return _rolled_up(each.how) if kind.kind in DAYS else fitted_sql(_rolled_up(each.how), kind)
    return fitted_sql(expressions.compile(each.how, lambda name: _column(spec, name)), kind)


def _column(spec: ObjectSpec, name: str) -> Sql:
    here, _, there = name.partition(".")
    field = registry.field(spec.key, here)
    if not there:
        return field.column("r")
    target = registry.get(field.type.meta()["target"])
    inner = (
        registry.field(target.key, there).column("x").wrap("(SELECT ", f" FROM {ident(target.model._meta.db_table)} x")
    )
    return inner + Sql(" WHERE x.id = ") + field.column("r") + Sql(")")


def _rolled_up(how: Rollup) -> Sql:
    child = registry.get(how.child)
    by = registry.field(child.key, how.by).column("c")
    where = TRUE if how.where is None else criteria.compile(how.where, child, system(), "c")
    rows = (
        Sql(f" FROM {ident(child.model._meta.db_table)} c WHERE c.deleted_at IS NULL AND ") + by + Sql(" = r.id AND ")
    )
    if how.how == "count" or how.of is None:
        return Sql("(SELECT count(*)::numeric") + rows + where + Sql(")")
    summed = (
        Sql(f"(SELECT {how.how}(") + _amount(registry.field(child.key, how.of)) + Sql(")") + rows + where + Sql(")")
    )
    return summed.wrap("coalesce(", ", 0)") if how.how == "sum" else summed


def _amount(field: FieldDef) -> Sql:
    """What is summed up; of money its worth in the company's currency, at today's rates unless fixed."""
    found = worth.column(field, "c")
    return found if field.type.kind in DAYS else found.wrap("", "::numeric")
