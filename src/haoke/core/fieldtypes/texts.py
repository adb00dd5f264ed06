"""Text of one line and of several, numbers given by the system, ids."""

from __future__ import annotations

from haoke.core.fieldtypes.base import FieldType

#: Characters of a long text unless its field says otherwise.
LONG = 100_000


class TextType(FieldType):
    kind = "text"
    sql_type = "text"

    def __init__(self, max_length: int = 200, *, null: bool = True) -> None:
        self.max_length = max_length
        self.null = null


class LongTextType(FieldType):
    kind = "longtext"
    sql_type = "text"

    def __init__(self, max_length: int = 200, *, null: bool = True) -> None:
        self.max_length = max_length
        self.null = null


class AutoNumberType(FieldType):
    kind = "autonumber"
    sql_type = "text"


class UuidType(FieldType):
    kind = "text"
    sql_type = "uuid"
