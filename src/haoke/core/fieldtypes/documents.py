"""JSON documents."""

from __future__ import annotations

from haoke.core.fieldtypes.base import FieldType


class JsonType(FieldType):
    kind = "json"
    sql_type = "jsonb"
