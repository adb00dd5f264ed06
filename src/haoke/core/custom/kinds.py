"""The kinds of run-time fields: their options, and the Django fields a definition becomes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import models

from haoke.core import fieldtypes
from haoke.core.errors import BadValue
from haoke.core.fieldtypes.base import Choice
from haoke.core.fieldtypes.columns import parts
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from haoke.core.custom.definitions import FieldDefinition

    Column = models.Field[Any, Any]

DIGITS, MOST_DIGITS = 2, 8
LENGTH, LONG = 200, 100_000
#: Options of a field nobody fills in.
CALCULATED: Final = ("formula", "rollup")
#: Tells the model of an object by its key; LookupError when there is no such object.
ModelOf = Callable[[str], type[models.Model]]
#: Makes the column of a definition; `common` is what every Django field takes.
Make = Callable[["FieldDefinition", "ModelOf", dict[str, Any]], "models.Field[Any, Any]"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: how it is called, made, and which `options` it knows."""

    label: T
    make: Make
    options: tuple[str, ...] = ()
    unique: bool = False
    preset: bool = False


def text_of(said: Mapping[str, str] | None) -> T:
    """What an administrator typed in one or both languages, as a text that is said in either."""
    found = said or {}
    return T(found.get("en") or found.get("zh") or "", found.get("zh") or found.get("en") or "")


def choices_of(options: Mapping[str, Any]) -> tuple[Choice, ...]:
    """The choices of a definition's options."""
    return tuple(
        Choice(each["value"], text_of(each["label"]), each.get("color", "gray")) for each in options.get("choices", ())
    )


def _plain(kind: Callable[..., Column], **fixed: Any) -> Make:
    return lambda _definition, _model_of, common: kind(**common, **fixed)


def _long(kind: Callable[..., Column], most: int) -> Make:
    return lambda definition, _model_of, common: kind(
        max_length=int(definition.options.get("max_length", most)), **common
    )


def _digits(kind: Callable[..., Column], most: int) -> Make:
    return lambda definition, _model_of, common: kind(
        max_digits=most, decimal_places=int(definition.options.get("digits", DIGITS)), **common
    )


def _chosen(kind: Callable[..., Column]) -> Make:
    return lambda definition, _model_of, common: kind(choices=choices_of(definition.options), **common)


def _pointing(key: str | None) -> Make:
    def make(definition: FieldDefinition, model_of: ModelOf, common: dict[str, Any]) -> Column:
        target = model_of(key or definition.options["target"])
        return models.ForeignKey(target, models.PROTECT, related_name="+", **common)

    return make


def _pointing_at_several(definition: FieldDefinition, model_of: ModelOf, common: dict[str, Any]) -> Column:
    return fieldtypes.MultiReferenceField(to=model_of(definition.options["target"]), **common)


KINDS: Final[Mapping[str, Kind]] = {
    "text": Kind(T("Text", "文本"), _long(models.CharField, LENGTH), ("max_length", "default", "formula"), True, True),
    "longtext": Kind(
        T("Long text", "多行文本"), _long(fieldtypes.LongTextField, LONG), ("max_length", "default"), preset=True
    ),
    "richtext": Kind(T("Formatted text", "富文本"), _long(fieldtypes.RichTextField, LONG), ("max_length",)),
    "integer": Kind(T("Whole number", "整数"), _plain(models.BigIntegerField), ("default", *CALCULATED), True, True),
    "decimal": Kind(
        T("Number", "小数"), _digits(models.DecimalField, 20), ("digits", "default", *CALCULATED), True, True
    ),
    "percent": Kind(
        T("Percentage", "百分比"), _digits(fieldtypes.PercentField, 12), ("digits", "default", "formula"), preset=True
    ),
    "money": Kind(T("Amount of money", "金额"), _plain(fieldtypes.MoneyField), CALCULATED),
    "rating": Kind(T("Stars", "星级"), _plain(fieldtypes.RatingField), ("default",), preset=True),
    "boolean": Kind(T("Yes or no", "是否"), _plain(models.BooleanField), ("default", "formula"), preset=True),
    "date": Kind(T("Date", "日期"), _plain(models.DateField), CALCULATED, True),
    "datetime": Kind(T("Date and time", "日期时间"), _plain(models.DateTimeField), CALCULATED),
    "choice": Kind(T("Choice", "单选"), _chosen(fieldtypes.ChoiceField), ("choices", "default"), preset=True),
    "multichoice": Kind(
        T("Several choices", "多选"), _chosen(fieldtypes.MultiChoiceField), ("choices", "default"), preset=True
    ),
    "tags": Kind(T("Tags", "标签"), _plain(fieldtypes.TagsField)),
    "reference": Kind(T("Reference to a record", "关联记录"), _pointing(None), ("target",)),
    "multireference": Kind(T("References to records", "关联多条记录"), _pointing_at_several, ("target",)),
    "user": Kind(T("Person", "人员"), _pointing("user")),
    "department": Kind(T("Department", "部门"), _pointing("department")),
    "phone": Kind(T("Phone", "电话"), _plain(fieldtypes.PhoneField)),
    "email": Kind(T("E-mail", "邮箱"), _plain(fieldtypes.EmailField), ("default",), True, True),
    "url": Kind(T("Web address", "网址"), _plain(fieldtypes.UrlField), ("default",), True, True),
    "address": Kind(T("Address", "地址"), _plain(fieldtypes.AddressField)),
    "im": Kind(T("Messengers", "即时通讯"), _plain(fieldtypes.ImField)),
    "file": Kind(T("File", "文件"), _plain(fieldtypes.FileField)),
    "translated": Kind(T("Text in both languages", "双语文本"), _plain(fieldtypes.TranslatedField)),
}
CHOICES: Final = tuple(Choice(name, kind.label) for name, kind in KINDS.items())


def columns_of(definition: FieldDefinition, model: type[models.Model], model_of: ModelOf) -> Sequence[Column]:
    """The columns of a definition, the main one first, bound to `model` without becoming part of the class."""
    common = {
        "verbose_name": text_of(definition.label), "help_text": text_of(definition.help), "null": True, "blank": True,
    }  # fmt: skip
    main = KINDS[definition.kind].make(definition, model_of, common)
    preset = definition.options.get("default")
    found = {definition.name: main} | {definition.name + suffix: column for suffix, column in parts(main)}
    for name, column in found.items():
        column.set_attributes_from_name(name)
        column.model = model
    if preset is not None:
        _preset(main, preset)
    return tuple(found.values())


def _preset(column: Column, raw: Any) -> None:
    """Give a column its default, unless a later version of Haoke no longer takes it."""
    kind = fieldtypes.of(column)
    with suppress(BadValue):
        (column.default,) = kind.store(kind.clean(raw))
