"""Yes or no."""

from __future__ import annotations

from haoke.core.fieldtypes.base import FieldType


class BooleanType(FieldType):
    kind = "boolean"
    sql_type = "boolean"
