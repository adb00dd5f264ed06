"""The same value in SQL; every literal is a parameter, every column comes from the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core.expressions.nodes import Call, Literal, Node, Type
from haoke.core.expressions.operations import DAY_SQL, OPERATIONS
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Callable

    from haoke.core.expressions.nodes import Field

_CASTS = {Type.NUMBER: "::numeric", Type.TEXT: "::text", Type.BOOLEAN: "::boolean"}


def compile(node: Node, column: Callable[[str], Sql]) -> Sql:
    """SQL of the value (numeric, text, boolean or date) where `column` tells the column of a field."""
    found = _sql(node, column)
    return _filled(DAY_SQL, [found]) if node.type is Type.DATE else found


def _sql(node: Node, column: Callable[[str], Sql]) -> Sql:
    if isinstance(node, Literal):
        return Sql(f"%s{_CASTS[node.type]}", (node.value,))
    if isinstance(node, Call):
        return _filled(OPERATIONS[node.name].sql, [_sql(each, column) for each in node.args])
    return _of_field(node, column(node.name))


def _of_field(field: Field, found: Sql) -> Sql:
    if field.type is Type.DATE:
        return found.wrap("(", " - DATE '0001-01-01')::numeric")
    if field.type is Type.TEXT:
        return found.wrap("nullif(", ", '')")
    return found.wrap("", "::numeric") if field.type is Type.NUMBER else found


def _filled(template: str, args: list[Sql]) -> Sql:
    """The template with the arguments in their places, which are in order."""
    made = Sql("")
    rest = template
    for place, arg in enumerate(args):
        before, _, rest = rest.partition(f"{{{place}}}")
        made += Sql(before) + arg
    return made + Sql(rest)
