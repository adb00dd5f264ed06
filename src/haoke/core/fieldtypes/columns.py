"""Django fields for the kinds Django has none for; migrations see the plain Django field each is stored as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from haoke.core.fieldtypes import (
    address,
    choices,
    documents,
    files,
    im,
    links,
    money,
    numbers,
    phone,
    references,
    richtext,
    texts,
    uscc,
)
from haoke.core.fieldtypes import translated as translated_

if TYPE_CHECKING:
    from haoke.core.fieldtypes.base import Choice, FieldType

#: What is added to a name for the column it is ordered by.
SORT = "_sort"
#: What labels a field is no business of the database.
_UNSTORED = ("verbose_name", "help_text", "choices", "error_messages")

ReferenceField = models.ForeignKey


class Column:
    """Mixin of a field that knows its FieldType and is written into migrations as `stored_as`, without its labels."""

    stored_as = ""
    #: Name of the field this one is a further column of ("" for a field of its own).
    part_of = ""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Name, path and arguments of the plain Django field."""
        name, _, args, kwargs = super().deconstruct()  # type: ignore[misc]  # the mixin stands before a Field
        return name, self.stored_as, args, {key: kwargs[key] for key in kwargs if key not in _UNSTORED}

    def fieldtype(self) -> FieldType:
        """The FieldType of this field."""
        raise NotImplementedError


class _JsonColumn(Column, models.JSONField):
    stored_as = "django.db.models.JSONField"


class PhoneField(_JsonColumn):
    """A telephone number: {raw, e164, ext}."""

    def fieldtype(self) -> FieldType:
        return phone.PhoneType()


class TranslatedField(_JsonColumn):
    """A text administrators type in one or both languages: {zh, en}; at most `max_length` characters each."""

    def __init__(self, verbose_name: Any = None, *, max_length: int = 200, **options: Any) -> None:
        self.limit = max_length
        super().__init__(verbose_name, **options)

    def fieldtype(self) -> FieldType:
        return translated_.TranslatedType(self.limit)


class ImField(_JsonColumn):
    """Accounts with instant messengers: [{kind, id}]."""

    def fieldtype(self) -> FieldType:
        return im.ImType()


class AddressField(_JsonColumn):
    """A postal address: {country, province, city, district, code, line, postcode}."""

    def fieldtype(self) -> FieldType:
        return address.AddressType()


class FileField(_JsonColumn):
    """An attached file, or with `multiple` several: {id, name, size, type}."""

    def __init__(self, verbose_name: Any = None, *, multiple: bool = False, **options: Any) -> None:
        self.multiple = multiple
        super().__init__(verbose_name, **options)

    def fieldtype(self) -> FieldType:
        return files.FileType(multiple=self.multiple)


class JsonField(_JsonColumn):
    """A JSON object or list nobody edits as a field."""

    def fieldtype(self) -> FieldType:
        return documents.JsonType()


class _CharColumn(Column, models.CharField):  # type: ignore[type-arg]  # takes none at run time
    stored_as = "django.db.models.CharField"
    length = 200

    def __init__(self, verbose_name: Any = None, **options: Any) -> None:
        options.setdefault("max_length", self.length)
        super().__init__(verbose_name, **options)


class _Sort(Column, models.TextField):  # type: ignore[type-arg]  # takes none at run time
    stored_as = "django.db.models.TextField"


class NameField(_CharColumn):
    """What a record or a person is called; brings `<name>_sort`, by which lists are ordered as the name is read."""

    def fieldtype(self) -> FieldType:
        return texts.TextType(self.max_length or self.length, null=self.null)

    @property
    def sort_column(self) -> str:
        """Column of the sort key, kept by whatever stores the name and left out of the Log."""
        return f"{self.column}{SORT}"

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Add the sort key, save where migrations or an abstract parent already bring it."""
        super().contribute_to_class(cls, name, private_only)
        if cls.__module__ == "__fake__" or hasattr(cls, name + SORT):
            return
        default: dict[str, Any] = {} if self.null else {"db_default": ""}
        column = _Sort(null=self.null, blank=True, editable=False, db_collation="C", **default)
        column.part_of = name
        column.contribute_to_class(cls, name + SORT)


class ChoiceField(_CharColumn):
    """One of `choices`, stored by its value."""

    length = 40

    def __init__(self, verbose_name: Any = None, *, choices: tuple[Choice, ...] = (), **options: Any) -> None:
        self.options = tuple(choices)
        super().__init__(verbose_name, **options)

    def fieldtype(self) -> FieldType:
        return choices.ChoiceType(self.options)


class EmailField(_CharColumn):
    """An e-mail address."""

    length = 254

    def fieldtype(self) -> FieldType:
        return links.EmailType(self.max_length or self.length, null=self.null)


class UsccField(_CharColumn):
    """A unified social credit code."""

    length = uscc.LENGTH

    def fieldtype(self) -> FieldType:
        return uscc.UsccType(null=self.null)


class UrlField(_CharColumn):
    """A web address, http or https."""

    length = 2000

    def fieldtype(self) -> FieldType:
        return links.UrlType(self.max_length or self.length, null=self.null)


class _TextColumn(Column, models.TextField):  # type: ignore[type-arg]  # takes none at run time
    stored_as = "django.db.models.TextField"


class LongTextField(_TextColumn):
    """Text of several lines."""

    def fieldtype(self) -> FieldType:
        return texts.LongTextType(self.max_length or texts.LONG, null=self.null)


class RichTextField(_TextColumn):
    """HTML, made harmless on the way in and out."""

    def fieldtype(self) -> FieldType:
        return richtext.RichTextType(self.max_length or texts.LONG, null=self.null)


class YearField(Column, models.PositiveSmallIntegerField):  # type: ignore[type-arg]  # takes none at run time
    """A year: a whole number whose digits are not grouped."""

    stored_as = "django.db.models.PositiveSmallIntegerField"

    def fieldtype(self) -> FieldType:
        return numbers.IntegerType(0, 9999, grouping=False)


class RatingField(Column, models.PositiveSmallIntegerField):  # type: ignore[type-arg]  # takes none at run time
    """Stars, 0 to 5."""

    stored_as = "django.db.models.PositiveSmallIntegerField"

    def fieldtype(self) -> FieldType:
        return numbers.RatingType()


class _DecimalColumn(Column, models.DecimalField):  # type: ignore[type-arg]  # takes none at run time
    stored_as = "django.db.models.DecimalField"
    size = (20, 4)

    def __init__(self, verbose_name: Any = None, **options: Any) -> None:
        options.setdefault("max_digits", self.size[0])
        options.setdefault("decimal_places", self.size[1])
        super().__init__(verbose_name, **options)


class PercentField(_DecimalColumn):
    """A percentage: 12.5 is 12.5 %; two decimals unless told otherwise."""

    size = (7, 2)

    def fieldtype(self) -> FieldType:
        return numbers.PercentType(self.max_digits, self.decimal_places)


class _ListColumn(Column, ArrayField):  # type: ignore[type-arg]  # takes none at run time
    stored_as = "django.contrib.postgres.fields.ArrayField"

    def __init__(self, verbose_name: Any = None, **options: Any) -> None:
        options.setdefault("base_field", self.item())
        super().__init__(verbose_name=verbose_name, **options)

    def item(self) -> models.Field[Any, Any]:
        return models.TextField()


class MultiChoiceField(_ListColumn):
    """Several of `choices`, stored by their values."""

    def __init__(self, verbose_name: Any = None, *, choices: tuple[Choice, ...] = (), **options: Any) -> None:
        self.options = tuple(choices)
        super().__init__(verbose_name, **options)

    def fieldtype(self) -> FieldType:
        return choices.MultiChoiceType(self.options)


class TagsField(_ListColumn):
    """Free labels."""

    def fieldtype(self) -> FieldType:
        return choices.TagsType()


class MultiReferenceField(_ListColumn):
    """Ids of several records of the model `to` (or "app.Model"); no foreign key, gone records are dropped when read."""

    def __init__(self, verbose_name: Any = None, *, to: str | type[models.Model] = "", **options: Any) -> None:
        self.to = to
        super().__init__(verbose_name, **options)

    def item(self) -> models.Field[Any, Any]:
        return models.UUIDField()

    def fieldtype(self) -> FieldType:
        return references.MultiReferenceType(self.to)


class _Currency(_CharColumn):
    length = 3


class _Amount(_DecimalColumn):
    pass


class _Rate(_DecimalColumn):
    size = (18, 8)


class _RateDate(Column, models.DateField):  # type: ignore[type-arg]  # takes none at run time
    stored_as = "django.db.models.DateField"


class MoneyField(_DecimalColumn):
    """An amount with its currency; brings `<name>_currency`, and for closed records `_base`, `_rate`, `_rate_date`."""

    def fieldtype(self) -> FieldType:
        return money.MoneyType()

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Add the further columns, save where migrations or an abstract parent already bring them."""
        super().contribute_to_class(cls, name, private_only)
        if cls.__module__ == "__fake__":
            return
        for suffix, column in parts(self):
            if not hasattr(cls, name + suffix):
                column.contribute_to_class(cls, name + suffix)


def parts(field: models.Field[Any, Any]) -> tuple[tuple[str, models.Field[Any, Any]], ...]:
    """(suffix, new field) of the further columns a field is stored in."""
    if not isinstance(field, MoneyField):
        return ()
    found = tuple(
        (suffix, part(null=True, blank=True, editable=False))
        for suffix, part in zip(money.PARTS[1:], (_Currency, _Amount, _Rate, _RateDate), strict=True)
    )
    for suffix, column in found:
        column.part_of = field.name or suffix
    return found
