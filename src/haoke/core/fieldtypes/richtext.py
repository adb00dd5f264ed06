"""HTML people write."""

from __future__ import annotations

from haoke.core.fieldtypes.base import FieldType


class RichTextType(FieldType):
    kind = "richtext"
    sql_type = "text"

    def __init__(self, max_length: int = 200, *, null: bool = True) -> None:
        self.max_length = max_length
        self.null = null
