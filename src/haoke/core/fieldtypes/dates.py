"""Dates and moments."""

from __future__ import annotations

from haoke.core.fieldtypes.base import FieldType


class DateType(FieldType):
    kind = "date"
    sql_type = "date"


class DateTimeType(FieldType):
    kind = "datetime"
    sql_type = "timestamptz"
