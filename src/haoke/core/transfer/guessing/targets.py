"""The objects and fields a file may be about, as plain data; built from the registry elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from haoke.core.text import T, say
from haoke.core.transfer.guessing.words import flat, tokens

REFERENCES = frozenset({"reference", "user", "department", "multireference"})
NUMBERS = frozenset({"integer", "decimal", "percent", "money", "rating"})
DATES = frozenset({"date", "datetime"})
CHOICES = frozenset({"choice", "multichoice"})
#: Parts of an address a file keeps in columns of their own.
ADDRESS_PARTS: Mapping[str, tuple[str, ...]] = {
    "country": ("country", "nation", "国家", "国别"),
    "province": ("province", "state", "省", "省份", "州"),
    "city": ("city", "town", "城市", "市", "所在城市"),
    "district": ("district", "county", "区", "区县", "县"),
    "line": ("address", "street", "street address", "地址", "详细地址", "街道"),
    "postcode": ("postcode", "postal code", "zip", "zip code", "邮编", "邮政编码"),
}
#: A person's name kept in two columns.
NAME_PARTS: Mapping[str, tuple[str, ...]] = {
    "first": ("first name", "given name", "forename", "名", "名字"),
    "last": ("last name", "surname", "family name", "姓", "姓氏"),
}


@dataclass(frozen=True)
class Option:
    """One value of a choice with its labels, and what else a column may be called that ticks it."""

    value: str
    labels: tuple[str, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldTarget:
    """One field a column may become."""

    name: str
    kind: str
    labels: tuple[str, ...]
    required: bool = False
    readonly: bool = False
    target: str | None = None
    options: tuple[Option, ...] = ()
    system: bool = False

    @cached_property
    def names(self) -> frozenset[str]:
        """Flattened labels for exact comparison."""
        return frozenset(
            form for label in (self.name, *self.labels) for form in (flat(label), flat(" ".join(tokens(label))))
        )


@dataclass(frozen=True)
class Aside:
    """What a column may say of a row that is no field of its record; `called`: further headers it has.

    `group`: what it is listed under, where not among the fields; `dated`: its cells may be days.
    """

    path: str
    label: T
    called: tuple[str, ...] = ()
    group: T | None = None
    dated: bool = False

    @cached_property
    def names(self) -> frozenset[str]:
        """Flattened labels for exact comparison."""
        return frozenset(
            flat(" ".join(tokens(each))) for each in (say(self.label, "zh"), say(self.label, "en"), *self.called)
        )


@dataclass(frozen=True)
class ObjectTarget:
    """One object a table may be about; `person`: its title is a person's name; `firm`: the field of a company's."""

    key: str
    labels: tuple[str, ...]
    title: str
    fields: Mapping[str, FieldTarget] = field(default_factory=dict)
    match: tuple[tuple[str, ...], ...] = ()
    links: bool = False
    settings: bool = False
    person: bool = False
    firm: str = ""
    importable: bool = True
    part: bool = False
    #: (object, fields): its files may have these fields as columns.
    beside: tuple[str, frozenset[str]] | None = None
    asides: tuple[Aside, ...] = ()
    kept: frozenset[str] = (
        frozenset()
    )  # flat labels of what Haoke keeps itself: an export has them, no import takes them

    @cached_property
    def names(self) -> frozenset[str]:
        """Flattened names of the object itself."""
        return frozenset(flat(label) for label in (self.key, *self.labels))

    def aside(self, path: str) -> Aside | None:
        """What a column of that path says beside the fields."""
        return next((each for each in self.asides if each.path == path), None)

    def asides_called(self, header: str) -> list[Aside]:
        """What a column of that header says beside the fields."""
        bare = flat(" ".join(tokens(header)))
        return [each for each in self.asides if bare in each.names]

    def stands_beside(self, other: str) -> bool:
        """Whether columns of files about `other` may be fields of this object."""
        return self.beside is not None and self.beside[0] == other

    def refers_to(self, other: str) -> list[FieldTarget]:
        """Reference fields of this object that point at `other`, in order."""
        return [
            item
            for item in self.fields.values()
            if item.kind in REFERENCES and item.target == other and not item.readonly
        ]
