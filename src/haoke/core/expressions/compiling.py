"""The same value in SQL; every literal is a parameter, every column comes from the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import clock
from haoke.core.expressions.nodes import Call, Literal, Node, Type
from haoke.core.expressions.operations import DAY_SQL, DAYS_SQL, MOMENT_SQL, OPERATIONS
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Callable

    from haoke.core.expressions.nodes import Field

_CASTS = {Type.NUMBER: "::numeric", Type.TEXT: "::text", Type.BOOLEAN: "::boolean"}


def compile(node: Node, column: Callable[[str], Sql]) -> Sql:
    """SQL of the value (numeric, text, boolean, date or timestamptz) where `column` tells the column of a field."""
    found = _sql(node, column)
    template = {Type.DATE: DAY_SQL, Type.MOMENT: MOMENT_SQL}.get(node.type)
    return _filled(template, [found]) if template else found


def zoned(node: Node) -> bool:
    """Whether its value depends on the company's time zone."""
    return isinstance(node, Call) and (OPERATIONS[node.name].zoned or any(map(zoned, node.args)))


def _sql(node: Node, column: Callable[[str], Sql]) -> Sql:
    if isinstance(node, Literal):
        return Sql(f"%s{_CASTS[node.type]}", (node.value,))
    if isinstance(node, Call):
        does = OPERATIONS[node.name]
        zone = [Sql("%s::text", (clock.timezone().key,))] if does.zoned else []
        return _filled(does.sql, [_sql(each, column) for each in node.args] + zone)
    return _of_field(node, column(node.name))


def _of_field(field: Field, found: Sql) -> Sql:
    if field.type is Type.DATE:
        return found.wrap("(", " - DATE '0001-01-01')::numeric")
    if field.type is Type.MOMENT:
        return _filled(DAYS_SQL, [found])
    if field.type is Type.TEXT:
        return found.wrap("nullif(", ", '')")
    return found.wrap("", "::numeric") if field.type in (Type.NUMBER, Type.MONEY) else found


def _filled(template: str, args: list[Sql]) -> Sql:
    """The template with the arguments in their places, which are in order."""
    made = Sql("")
    rest = template
    for place, arg in enumerate(args):
        before, _, rest = rest.partition(f"{{{place}}}")
        made += Sql(before) + arg
    return made + Sql(rest)
