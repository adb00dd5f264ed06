"""Amounts with a currency."""

from __future__ import annotations

from haoke.core.fieldtypes.base import FieldType

PARTS = ("", "_currency", "_base", "_rate", "_rate_date")


class MoneyType(FieldType):
    kind = "money"
    sql_type = "numeric"
    parts = PARTS
