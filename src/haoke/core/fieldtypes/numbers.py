"""Numbers."""

from __future__ import annotations

from haoke.core.fieldtypes.base import FieldType


class IntegerType(FieldType):
    kind = "integer"
    sql_type = "bigint"

    def __init__(self, low: int = -(2**31), high: int = 2**31 - 1) -> None:
        self.low = low
        self.high = high


class RatingType(FieldType):
    kind = "rating"
    sql_type = "smallint"


class DecimalType(FieldType):
    kind = "decimal"
    sql_type = "numeric"

    def __init__(self, max_digits: int = 20, decimal_places: int = 4) -> None:
        self.max_digits = max_digits
        self.decimal_places = decimal_places


class PercentType(FieldType):
    kind = "percent"
    sql_type = "numeric"

    def __init__(self, max_digits: int = 20, decimal_places: int = 4) -> None:
        self.max_digits = max_digits
        self.decimal_places = decimal_places
