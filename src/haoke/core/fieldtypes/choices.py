"""Choices and tags."""

from __future__ import annotations

from haoke.core.fieldtypes.base import FieldType

from haoke.core.fieldtypes.base import Choice


class ChoiceType(FieldType):
    kind = "choice"
    sql_type = "text"

    def __init__(self, choices: tuple[Choice, ...] = ()) -> None:
        self.choices = choices


class MultiChoiceType(FieldType):
    kind = "multichoice"
    sql_type = "text[]"

    def __init__(self, choices: tuple[Choice, ...] = ()) -> None:
        self.choices = choices


class TagsType(FieldType):
    kind = "tags"
    sql_type = "text[]"
