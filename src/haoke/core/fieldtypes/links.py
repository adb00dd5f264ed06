"""E-mail and web addresses."""

from __future__ import annotations

from haoke.core.fieldtypes.base import FieldType


class EmailType(FieldType):
    kind = "email"
    sql_type = "text"

    def __init__(self, max_length: int = 200, *, null: bool = True) -> None:
        self.max_length = max_length
        self.null = null


class UrlType(FieldType):
    kind = "url"
    sql_type = "text"

    def __init__(self, max_length: int = 200, *, null: bool = True) -> None:
        self.max_length = max_length
        self.null = null
