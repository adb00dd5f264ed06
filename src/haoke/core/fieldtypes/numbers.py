"""Whole numbers, stars, decimals and percentages."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from haoke.core.errors import BadValue
from haoke.core.fieldtypes import compare, normal, numerals, refusals
from haoke.core.fieldtypes.base import Hints
from haoke.core.text import T

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

#: Wide enough for any column; the default context stops at 28 digits.
WIDE = Context(prec=100)
#: Powers of ten a number may reach before it is looked at closer.
_HUGE = 40


def decimal(raw: Any) -> Decimal:
    """A finite Decimal of a JSON number, a numeric string or a Decimal; raises BadValue."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str, Decimal)):
        raise refusals.not_number(raw)
    if (isinstance(raw, str) and len(raw) > numerals.LONGEST) or (isinstance(raw, int) and abs(raw) > 10**_HUGE):
        raise refusals.not_number("…")
    try:
        value = Decimal(repr(raw) if isinstance(raw, float) else raw)
    except InvalidOperation:
        raise refusals.not_number(raw) from None
    if not value.is_finite() or abs(value.adjusted()) > _HUGE:
        raise refusals.not_number(str(raw))
    return value


def fitted(value: Decimal, places: int) -> Decimal:
    """The number with exactly `places` decimals; raises BadValue when that would change it."""
    exact = rounded(value, places)
    if exact != value:
        message = T("At most {places} decimals", "小数位数最多 {places} 位").fill(places=places)
        raise BadValue("too_precise", message)
    return exact


def rounded(value: Decimal, places: int) -> Decimal:
    """The number rounded half up to `places` decimals, never minus zero."""
    return WIDE.add(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, WIDE), 0)


class IntegerType(compare.Comparing):
    """A whole number between `low` and `high`; without `grouping` its digits are shown in one row."""

    kind = "integer"
    operators = compare.ORDER
    sql_type = "bigint"

    def __init__(self, low: int = -(2**31), high: int = 2**31 - 1, *, grouping: bool = True) -> None:
        self.low = low
        self.high = high
        self.grouping = grouping

    def clean(self, raw: Any) -> int | None:
        if raw is None or raw == "":
            return None
        value = decimal(raw)
        if value != value.to_integral_value():
            raise BadValue("not_whole", T("Must be a whole number", "应为整数"))
        if not self.low <= value <= self.high:
            raise refusals.out_of_range(self.low, self.high)
        return int(value)

    def parse(self, text: str, hints: Hints) -> Any:
        return self.clean(numerals.read(text, hints.decimal_mark).value) if text.strip() else None

    def format(self, value: Any, language: str) -> str:
        return "" if value is None else str(value)

    def schema(self, *, write: bool) -> dict[str, Any]:
        return {"type": ["integer", "null"], "minimum": self.low, "maximum": self.high}

    def meta(self) -> dict[str, Any]:
        return {} if self.grouping else {"grouping": False}

    def sample(self, rng: random.Random) -> Any:
        return rng.randint(max(self.low, 0), min(self.high, 500))


_STARS = re.compile(r"(★*)☆*|([0-5])(?: ?/ ?5| ?[星分]| ?stars?)?")


class RatingType(IntegerType):
    """Stars, 0 to 5."""

    kind = "rating"
    sql_type = "smallint"
    groupable = True

    def __init__(self) -> None:
        super().__init__(0, 5)

    def parse(self, text: str, hints: Hints) -> Any:
        body = normal.plain(text, numerals.LONGEST).lower()
        found = _STARS.fullmatch(body)
        if not body or found is None:
            return super().parse(body, hints)
        return self.clean(int(found[2]) if found[2] else len(found[1]))


class DecimalType(compare.Comparing):
    """A number with a fixed count of decimals."""

    kind = "decimal"
    operators = compare.ORDER
    sql_type = "numeric"

    def __init__(self, max_digits: int = 20, decimal_places: int = 4) -> None:
        self.max_digits = max_digits
        self.decimal_places = decimal_places

    @property
    def limit(self) -> Decimal:
        """The largest number the column holds."""
        return (Decimal(10) ** self.max_digits - 1).scaleb(-self.decimal_places, WIDE)

    def clean(self, raw: Any) -> Decimal | None:
        return None if raw is None or raw == "" else self._within(fitted(decimal(raw), self.decimal_places))

    def _within(self, value: Decimal) -> Decimal:
        if abs(value) > self.limit:
            raise refusals.out_of_range(-self.limit, self.limit)
        return value

    def one(self, raw: Any) -> Any:
        if raw is None or raw == "":
            raise refusals.no_operand()
        return decimal(raw)

    def parse(self, text: str, hints: Hints) -> Any:
        """The number in a text; what has more decimals than the field is rounded half up, as a sheet shows it."""
        if not text.strip():
            return None
        read = numerals.read(text, hints.decimal_mark)
        return self._within(rounded(read.value, self.decimal_places))

    def format(self, value: Any, language: str) -> str:
        return "" if value is None else f"{value:f}"

    def dump(self, value: Any) -> Any:
        return None if value is None else f"{value:f}"

    def load(self, columns: Sequence[Any]) -> Any:
        return columns[0] if columns[0] is None else rounded(columns[0], self.decimal_places)

    def schema(self, *, write: bool) -> dict[str, Any]:
        pattern = {"type": ["string", "null"], "pattern": r"^-?\d+(\.\d+)?$"}
        return {"anyOf": [pattern, {"type": "number"}]} if write else pattern

    def meta(self) -> dict[str, Any]:
        return {"precision": self.decimal_places}

    def sample(self, rng: random.Random) -> Any:
        highest = min(int(self.limit), 10_000)
        return str(rounded(Decimal(rng.randint(0, highest * 100)) / 100, min(2, self.decimal_places)))


class PercentType(DecimalType):
    """A percentage: 12.5 is 12.5 %."""

    kind = "percent"

    def __init__(self, max_digits: int = 7, decimal_places: int = 2) -> None:
        super().__init__(max_digits, decimal_places)

    def format(self, value: Any, language: str) -> str:
        return "" if value is None else f"{value:f}%"

    def meta(self) -> dict[str, Any]:
        return {**super().meta(), "unit": "%"}

    def sample(self, rng: random.Random) -> Any:
        return str(rng.randint(0, 100))
