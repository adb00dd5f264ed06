"""How the values of an object lie in the columns of its table; worked out once, so that rows pass quickly."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models

from haoke.core import registry
from haoke.core.fieldtypes import pinyin
from haoke.core.fieldtypes.base import FieldType, SearchKind
from haoke.core.metadata import derived

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from haoke.core.fields import FieldDef
    from haoke.core.spec import ObjectSpec

#: {column: stored}, JSON documents decoded.
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """Ways between {column: stored} and {field: value}: columns that hold the value itself, and the others."""

    plain: tuple[tuple[str, str], ...]
    loaded: tuple[tuple[str, FieldDef], ...]
    stores: Mapping[str, tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]] | None]]
    blank: Row
    renewed: tuple[tuple[str, Any], ...]

    def values(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """{field: value} of a row."""
        found = {name: row[column] for name, column in self.plain}
        for name, field in self.loaded:
            found[name] = field.load(row)
        return found

    def stored(self, values: Mapping[str, Any], names: Iterable[str]) -> Row:
        """{column: stored} of the named values."""
        row: Row = {}
        for name in names:
            columns, store = self.stores[name]
            if store is None:
                row[columns[0]] = values[name]
            elif len(columns) == 1:
                (row[columns[0]],) = store(values[name])
            else:
                row.update(zip(columns, store(values[name]), strict=True))
        return row

    def columns(self, names: Iterable[str]) -> set[str]:
        """Columns of the named fields."""
        return {column for name in names for column in self.stores[name][0]}

    @property
    def filled(self) -> set[str]:
        """Columns a new record has something in before anything is set."""
        return {column for column, default in self.blank.items() if default is not None}

    def new(self) -> Row:
        """The row of a new record before anything is set: the model's defaults."""
        row = dict(self.blank)
        for column, default in self.renewed:
            row[column] = copy(default)
        return row


@derived
def shape(key: str) -> Shape:
    """The shape of an object's records."""
    fields = registry.fields(key)
    plain, loaded = [], []
    for name, field in fields.items():
        if len(field.columns) == 1 and type(field.type).load is FieldType.load:
            plain.append((name, field.columns[0]))
        else:
            loaded.append((name, field))
    blank = {str(column.column): column.get_default() for column in registry.columns(key)}
    return Shape(
        tuple(plain),
        tuple(loaded),
        {name: _stores(key, field) for name, field in fields.items()},
        blank,
        tuple((column, default) for column, default in blank.items() if isinstance(default, dict | list)),
    )


def _stores(key: str, field: FieldDef) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]] | None]:
    """Columns of a field and how they are filled; the sort key of a name comes with it, however it is written."""
    if field.sort is None:
        return field.columns, _store(field)
    store, read = field.type.store, how_read(key, field.name)

    def stored(value: Any) -> tuple[Any, ...]:
        (text,) = store(value)
        return text, pinyin.sort_text(text, name=read)

    return (*field.columns, field.sort), stored


def how_read(key: str, name: str) -> bool | None:
    """Whether a name is read as a person's (None: when it is as short as one), by what its object says it is."""
    kind = registry.get(key).search_kinds.get(name)
    return None if kind is SearchKind.COMPANY else kind is SearchKind.NAME


def _store(field: FieldDef) -> Callable[[Any], tuple[Any, ...]] | None:
    return None if len(field.columns) == 1 and field.type.stored_as_is else field.type.store


@derived
def columns(spec: ObjectSpec) -> tuple[str, ...]:
    """All columns of an object's table, the model's in its order first."""
    return tuple(str(field.column) for field in registry.columns(spec.key))


@derived
def attributes(spec: ObjectSpec) -> tuple[str, ...]:
    """Names of a model instance's attributes, in the same order."""
    return tuple(field.attname for field in registry.columns(spec.key))


@derived
def json_columns(spec: ObjectSpec) -> frozenset[str]:
    """Columns that hold JSON documents."""
    return frozenset(str(f.column) for f in registry.columns(spec.key) if isinstance(f, models.JSONField))


@derived
def moments(spec: ObjectSpec) -> tuple[str, ...]:
    """Columns that hold moments."""
    return tuple(str(f.column) for f in registry.columns(spec.key) if isinstance(f, models.DateTimeField))
