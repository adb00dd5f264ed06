"""Text in both languages."""

from __future__ import annotations

from haoke.core.fieldtypes.base import FieldType


class TranslatedType(FieldType):
    kind = "translated"
    sql_type = "jsonb"

    def __init__(self, max_length: int = 200) -> None:
        self.max_length = max_length
