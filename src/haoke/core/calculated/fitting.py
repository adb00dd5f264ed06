"""From the value of an expression to one a field holds, in Python and in SQL: rounded, cut, or empty if too big."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from haoke.core.expressions import Type
from haoke.core.expressions.operations import EXACT
from haoke.core.fieldtypes import currencies
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from haoke.core.fieldtypes.base import FieldType

#: Kinds of fields that can be calculated, and what their expression must give; the last two by roll-ups only.
RESULTS = {
    "integer": Type.NUMBER, "decimal": Type.NUMBER, "text": Type.TEXT, "boolean": Type.BOOLEAN, "date": Type.DATE,
    "money": Type.NUMBER, "datetime": Type.MOMENT,
}  # fmt: skip
#: Digits before the decimal point of an amount of money.
_AMOUNT = Decimal(10) ** 16


def _limits(kind: Any) -> tuple[int, Decimal]:
    """(decimals, largest number) of a field of numbers."""
    if kind.kind == "integer":
        return 0, Decimal(kind.high)
    if kind.kind == "money":
        return currencies.decimals(currencies.base()), _AMOUNT - 1
    return kind.decimal_places, kind.limit


def fitted(value: Any, kind: FieldType) -> Any:
    """The value as the field holds it."""
    if isinstance(value, Decimal):
        places, most = _limits(kind)
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT)
        if abs(rounded) > most:
            return None
        return int(rounded) if kind.kind == "integer" else EXACT.add(rounded, 0)
    if isinstance(value, str):
        return value[: _longest(kind)] or None
    return value


def _longest(kind: Any) -> int:
    return int(kind.max_length)


def fitted_sql(value: Sql, kind: FieldType) -> Sql:
    """The same in SQL."""
    result = RESULTS[kind.kind]
    if result is Type.NUMBER:
        places, most = _limits(kind)
        cast = "::bigint" if kind.kind == "integer" else ""
        head = Sql(f"(SELECT CASE WHEN abs(q.v) <= %s::numeric THEN q.v{cast} END FROM (SELECT round(", (most,))
        return head + value.wrap("", f", {places}) AS v OFFSET 0) q)")
    if result is Type.TEXT:
        return value.wrap("nullif(left(", f", {_longest(kind)}), '')")
    return value
