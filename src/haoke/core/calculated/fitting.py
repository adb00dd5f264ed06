"""From the value of an expression to one a field holds, in Python and in SQL: rounded, cut, or empty if too big."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from haoke.core.expressions import Type
from haoke.core.expressions.operations import EXACT
from haoke.core.fieldtypes import currencies
from haoke.core.sql import Sql, join

if TYPE_CHECKING:
    from haoke.core.fieldtypes.base import FieldType

#: Kinds of fields that can be calculated, and what they hold.
RESULTS = {
    "integer": Type.NUMBER, "decimal": Type.NUMBER, "percent": Type.NUMBER, "text": Type.TEXT,
    "boolean": Type.BOOLEAN, "date": Type.DATE, "money": Type.MONEY, "datetime": Type.MOMENT,
}  # fmt: skip
#: What else a formula of a kind may give: a number is an amount in the company's currency, an amount is its number.
_ALSO = {"integer": Type.MONEY, "decimal": Type.MONEY, "money": Type.NUMBER}
_USUAL = 2
#: Currencies by their decimals, where those are not the usual two.
_UNUSUAL = {
    places: {code for code in currencies.CODES if currencies.decimals(code) == places}
    for places in {currencies.decimals(code) for code in currencies.CODES} - {_USUAL}
}
#: Digits before the decimal point of an amount of money.
_AMOUNT = Decimal(10) ** 16


def fits(kind: str, given: Type) -> bool:
    """Whether a formula that gives that can fill a field of the kind."""
    return given in (RESULTS[kind], _ALSO.get(kind))


def _limits(kind: Any, currency: str | None = None) -> tuple[int, Decimal]:
    """(decimals, largest number) of a field of numbers, or of an amount in a currency (else the company's)."""
    if kind.kind == "integer":
        return 0, Decimal(kind.high)
    if kind.kind == "money":
        return currencies.decimals(currency or currencies.base()), _AMOUNT - 1
    return kind.decimal_places, kind.limit


def fitted(value: Any, kind: FieldType, currency: str | None = None) -> Any:
    """The value as the field holds it; of money the amount in that currency."""
    if isinstance(value, Decimal):
        places, most = _limits(kind, currency)
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT)
        if abs(rounded) > most:
            return None
        return int(rounded) if kind.kind == "integer" else EXACT.add(rounded, 0)
    if isinstance(value, str):
        return value[: _longest(kind)] or None
    return value


def _longest(kind: Any) -> int:
    return int(kind.max_length)


def fitted_sql(value: Sql, kind: FieldType, currency: Sql | None = None) -> Sql:
    """The same in SQL."""
    result = RESULTS[kind.kind]
    if result in (Type.NUMBER, Type.MONEY):
        fixed, most = _limits(kind)
        places = Sql(str(fixed)) if currency is None else _decimals(currency)
        cast = "::bigint" if kind.kind == "integer" else ""
        head = Sql(f"(SELECT CASE WHEN abs(q.v) <= %s::numeric THEN q.v{cast} END FROM (SELECT round(", (most,))
        return head + value + Sql(", ") + places + Sql(") AS v OFFSET 0) q)")
    if result is Type.TEXT:
        return value.wrap("nullif(left(", f", {_longest(kind)}), '')")
    return value


def _decimals(currency: Sql) -> Sql:
    """How many decimals amounts in the currency a column tells have."""
    cases = [
        currency + Sql(f" = ANY(%s::text[]) THEN {places}", (sorted(codes),)) for places, codes in _UNUSUAL.items()
    ]
    return join(" ", [each.wrap("WHEN ", "") for each in cases]).wrap("CASE ", f" ELSE {_USUAL} END")
