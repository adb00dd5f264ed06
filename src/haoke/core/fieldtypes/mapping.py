"""The FieldType of a Django field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from haoke.core.fieldtypes import booleans, dates, documents, links, numbers, references, texts
from haoke.core.fieldtypes.columns import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from haoke.core.fieldtypes.base import FieldType

#: Kinds of references that have a kind of their own, by the model pointed at.
_PEOPLE = {"identity.user": references.UserType, "identity.department": references.DepartmentType}
_INTEGERS: tuple[tuple[type[models.Field[Any, Any]], int, int], ...] = (
    (models.PositiveSmallIntegerField, 0, 2**15 - 1),
    (models.PositiveIntegerField, 0, 2**31 - 1),
    (models.PositiveBigIntegerField, 0, 2**53 - 1),
    (models.SmallIntegerField, -(2**15), 2**15 - 1),
    (models.BigIntegerField, -(2**53) + 1, 2**53 - 1),
    (models.IntegerField, -(2**31), 2**31 - 1),
)


def _text(column: Any) -> FieldType:
    if column.name == "number" and not column.editable:
        return texts.AutoNumberType()
    return texts.TextType(column.max_length or texts.LONG, null=column.null)


def _reference(column: Any) -> FieldType:
    model = column.related_model
    return _PEOPLE.get(model._meta.label_lower, references.ReferenceType)(model)


def _integer(column: Any) -> FieldType:
    low, high = next((low, high) for kind, low, high in _INTEGERS if isinstance(column, kind))
    return numbers.IntegerType(low, high)


#: Django's own fields, the more special ones first.
_PLAIN: tuple[tuple[type[models.Field[Any, Any]], Callable[[Any], FieldType]], ...] = (
    (models.ForeignKey, _reference),
    (models.EmailField, lambda column: links.EmailType(column.max_length, null=column.null)),
    (models.URLField, lambda column: links.UrlType(column.max_length, null=column.null)),
    (models.CharField, _text),
    (models.TextField, lambda column: texts.LongTextType(column.max_length or texts.LONG, null=column.null)),
    (models.BooleanField, lambda _: booleans.BooleanType()),
    (models.IntegerField, _integer),
    (models.DecimalField, lambda column: numbers.DecimalType(column.max_digits, column.decimal_places)),
    (models.DateTimeField, lambda _: dates.DateTimeType()),
    (models.DateField, lambda _: dates.DateType()),
    (models.UUIDField, lambda _: texts.UuidType()),
    (models.JSONField, lambda _: documents.JsonType()),
)


def of(column: models.Field[Any, Any]) -> FieldType:
    """The FieldType of a Django field; TypeError for a field Haoke has no kind for."""
    if isinstance(column, Column):
        return column.fieldtype()
    for kind, make in _PLAIN:
        if isinstance(column, kind):
            return make(column)
    raise TypeError(f"no field type for {type(column).__name__} {column.name}")
