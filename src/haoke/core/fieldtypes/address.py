"""Postal addresses."""

from __future__ import annotations

from haoke.core.fieldtypes.base import FieldType


class AddressType(FieldType):
    kind = "address"
    sql_type = "jsonb"
