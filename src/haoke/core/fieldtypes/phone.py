"""Telephone numbers."""

from __future__ import annotations

from haoke.core.fieldtypes.base import FieldType


class PhoneType(FieldType):
    kind = "phone"
    sql_type = "jsonb"
