"""Attached files."""

from __future__ import annotations

from haoke.core.fieldtypes.base import FieldType


class FileType(FieldType):
    kind = "file"
    sql_type = "jsonb"
