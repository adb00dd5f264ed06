"""What a list may be grouped, ordered, added up, laid out in days and over the country by."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from haoke.core.fields import FieldDef


def groupable(field: FieldDef) -> bool:
    """Whether one value of the field makes one group."""
    return field.type.groupable and len(field.columns) == 1


def placed(field: FieldDef) -> bool:
    """Whether the field says where a record is."""
    return field.type.kind == "address"


def summable(field: FieldDef) -> bool:
    """Whether values of the field can be added up."""
    return field.type.kind in ("money", "decimal", "integer")


def sortable(field: FieldDef) -> bool:
    """Whether a list may be ordered by the field."""
    return field.type.sortable


def datable(field: FieldDef) -> bool:
    """Whether the field says on which day a record lies."""
    return field.type.kind in ("date", "datetime")
