"""Bringing calculated columns up to date in sets, with SQL: what rests on other records, and all rows of a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import connection

from haoke.core import criteria, expressions, registry
from haoke.core.access.actor import system
from haoke.core.calculated.amounts import common_sql
from haoke.core.calculated.defined import Calculation, Rollup, calculations
from haoke.core.calculated.fitting import fitted_sql
from haoke.core.criteria import worth
from haoke.core.expressions import amounts
from haoke.core.fieldtypes import currencies
from haoke.core.fieldtypes.money import PARTS
from haoke.core.sql import TRUE, Sql, ident

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from haoke.core.expressions import Node as Tree
    from haoke.core.fields import FieldDef
    from haoke.core.fieldtypes.base import FieldType
    from haoke.core.spec import ObjectSpec

#: Kinds whose least and greatest is taken as it is.
DAYS: Final = frozenset({"date", "datetime"})
#: What of an amount is looked at to find what several have in common.
_KEPT: Final = ("", "_currency", "_rate", "_rate_date")
#: How such writes came about, in the Log.
VIA: Final = "formula"


def refresh(key: str, ids: Collection[UUID], only: Sequence[Calculation] | None = None) -> int:
    """Bring these records' calculated fields up to date, inside a change; how many fields were not. Versions stay."""
    spec, listed = registry.get(key), calculations(key) if only is None else only
    if not ids or not listed:
        return 0
    _lock(spec, ids)
    return sum(_refresh(spec, each, ids) for each in listed)


def _lock(spec: ObjectSpec, ids: Collection[UUID]) -> None:
    """Hold the rows, in the order of ids as every change does, before anything is reckoned with what is in them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM {ident(spec.model._meta.db_table)} WHERE id = ANY(%s) ORDER BY id FOR UPDATE", (list(ids),)
        )


def _refresh(spec: ObjectSpec, each: Calculation, ids: Collection[UUID]) -> int:
    field = registry.field(spec.key, each.name)
    table = ident(spec.model._meta.db_table)
    sets = ", ".join(f"{ident(column)} = q.p{at}" for at, column in enumerate(field.columns))
    differs = " OR ".join(f"t.{ident(column)} IS DISTINCT FROM q.p{at}" for at, column in enumerate(field.columns))
    head = f"UPDATE {table} t SET {sets} FROM (SELECT r.id, c.* FROM {table} r CROSS JOIN LATERAL ("
    tail = f") c WHERE r.id = ANY(%s)) q WHERE t.id = q.id AND ({differs})"
    made = columns(spec, each, field.type).wrap(head, "") + Sql(tail, (list(ids),))
    with connection.cursor() as cursor:
        cursor.execute(made.text, made.params)
        return int(cursor.rowcount)


def columns(spec: ObjectSpec, each: Calculation, kind: FieldType) -> Sql:
    """A query of one row over table r: p0, p1 … are the columns a field of that kind holds the value in."""
    if isinstance(each.how, Rollup):
        return _of_rollup(each.how, kind)
    several = len(amounts(each.how)) > 1
    found = expressions.compile(each.how, lambda name: _column(spec, name, several=several))
    if several:
        found = found.wrap("CASE WHEN m.known THEN ", " END")
    if kind.kind == "money":
        return _of_money(spec, each.how, fitted_sql(found, kind, Sql("m.currency")))
    row = fitted_sql(found, kind).wrap("SELECT ", " AS p0")
    return row + _common(spec, each.how).wrap(" FROM (", ") m") if several else row


def _of_rollup(how: Rollup, kind: FieldType) -> Sql:
    found = _rolled_up(how)
    if kind.kind in DAYS:
        return found.wrap("SELECT ", " AS p0")
    fit = fitted_sql(found, kind)
    if kind.kind != "money":
        return fit.wrap("SELECT ", " AS p0")
    head = Sql("SELECT w.v AS p0, CASE WHEN w.v IS NOT NULL THEN %s::text END AS p1, ", (currencies.base(),))
    nothing = "NULL::numeric AS p2, NULL::numeric AS p3, NULL::date AS p4 FROM (SELECT "
    return head + fit.wrap(nothing, " AS v OFFSET 0) w")


def _of_money(spec: ObjectSpec, tree: Tree, amount: Sql) -> Sql:
    places = currencies.decimals(currencies.base())
    head = (
        f"SELECT w.v AS p0, w.currency AS p1, round(w.v * w.rate, {places}) AS p2, w.rate AS p3,"
        " CASE WHEN w.rate IS NOT NULL THEN w.day END AS p4 FROM (SELECT x.v, "
    )
    kept = ", ".join(f"CASE WHEN x.v IS NOT NULL THEN x.{name} END AS {name}" for name in ("currency", "rate", "day"))
    row = amount.wrap(f"{head}{kept} FROM (SELECT ", " AS v, m.* FROM (")
    return row + _common(spec, tree).wrap("", ") m OFFSET 0) x) w")


def _common(spec: ObjectSpec, tree: Tree) -> Sql:
    def parts(name: str) -> list[Sql]:
        field, alias, head, tail = _place(spec, name)
        stored = [Sql(f"{alias}.{ident(field.columns[PARTS.index(part)])}") for part in _KEPT]
        return [head + each + tail for each in (*stored, worth.column(field, alias))]

    return common_sql(tree, parts)


def _column(spec: ObjectSpec, name: str, *, several: bool) -> Sql:
    """What a formula counts with of a field: of several amounts in different currencies, what they are worth."""
    field, alias, head, tail = _place(spec, name)
    column = field.column(alias)
    if several and field.type.kind == "money":
        column = column.wrap("CASE WHEN m.alike THEN ", " ELSE ") + worth.column(field, alias) + Sql(" END")
    return head + column + tail


def _place(spec: ObjectSpec, name: str) -> tuple[FieldDef, str, Sql, Sql]:
    """A field named in a formula, the alias of its table, and what stands around its columns."""
    here, _, there = name.partition(".")
    field = registry.field(spec.key, here)
    if not there:
        return field, "r", Sql(""), Sql("")
    target = registry.get(field.type.meta()["target"])
    tail = field.column("r").wrap(f" FROM {ident(target.model._meta.db_table)} x WHERE x.id = ", ")")
    return registry.field(target.key, there), "x", Sql("(SELECT "), tail


def _rolled_up(how: Rollup) -> Sql:
    child = registry.get(how.child)
    by = registry.field(child.key, how.by).column("c")
    where = TRUE if how.where is None else criteria.compile(how.where, child, system(), "c")
    rows = (
        Sql(f" FROM {ident(child.model._meta.db_table)} c WHERE c.deleted_at IS NULL AND ") + by + Sql(" = r.id AND ")
    )
    if how.how == "count" or how.of is None:
        return Sql("(SELECT count(*)::numeric") + rows + where + Sql(")")
    of = registry.field(child.key, how.of)
    found = _amount(of).wrap(f"{how.how}(", ")")
    if how.how == "sum":
        found = found.wrap("coalesce(", ", 0)")
    # What is kept cannot say that something is left out of it, so then it says nothing.
    whole = worth.unrated(of, "c").wrap("SELECT CASE WHEN bool_or(", ") THEN NULL ELSE ") + found + Sql(" END")
    return Sql("(") + whole + rows + where + Sql(")")


def _amount(field: FieldDef) -> Sql:
    """What is summed up; of money its worth in the company's currency, at today's rates unless fixed."""
    found = worth.column(field, "c")
    return found if field.type.kind in DAYS else found.wrap("", "::numeric")
