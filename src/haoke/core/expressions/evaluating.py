"""The value of an expression for one record, in Python."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from haoke.core.expressions.nodes import Call, Literal, Node, Type
from haoke.core.expressions.operations import OPERATIONS, day, days_of, moment

if TYPE_CHECKING:
    from collections.abc import Mapping


def evaluate(node: Node, values: Mapping[str, Any]) -> Any:
    """The value (Decimal, str, bool, date, datetime or None) for a record with these values by field name."""
    found = _value(node, values)
    made = {Type.DATE: day, Type.MOMENT: moment}.get(node.type)
    return made(found) if made and found is not None else found


def _value(node: Node, values: Mapping[str, Any]) -> Any:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Call):
        return OPERATIONS[node.name].run(*(_value(each, values) for each in node.args))
    return _plain(values.get(node.name))


def _plain(value: Any) -> Any:
    """A field's value as one of an expression."""
    if isinstance(value, dt.datetime):
        return days_of(value)
    if isinstance(value, dt.date):
        return Decimal(value.toordinal() - 1)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if hasattr(value, "amount"):
        return value.amount
    return None if value == "" else value
