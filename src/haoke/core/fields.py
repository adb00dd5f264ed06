"""A field of an object, as derived from its model (or from an administrator's row)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from haoke.core.sql import Sql, ident

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from haoke.core.fieldtypes.base import FieldType
    from haoke.core.text import T

#: Columns the write path itself keeps; nobody sets them through a form or an import.
SYSTEM_COLUMNS = (
    "id",
    "number",
    "version",
    "custom",
    "created_at",
    "updated_at",
    "created_by",
    "updated_by",
    "deleted_at",
)


@dataclass(frozen=True, slots=True)
class FieldDef:
    """Name, kind and storage of one field; `columns` are database columns in the order of `type.parts`.

    `sort` is the column of a name's stored sort key; `custom`: made at run time.
    """

    name: str
    type: FieldType
    label: T | str
    columns: tuple[str, ...]
    help: T | str = ""
    required: bool = False
    readonly: bool = False
    personal: bool = False
    custom: bool = False
    unique: bool = False
    null: bool = True
    default: Any = None
    sort: str | None = None

    def column(self, alias: str) -> Sql:
        """The main column of this field on table `alias`."""
        return Sql(f"{alias}.{ident(self.columns[0])}")

    def sort_key(self, alias: str) -> Sql:
        """What a list on table `alias` is ordered by."""
        return Sql(f"{alias}.{ident(self.sort)}") if self.sort else self.type.sort_key(self.column(alias))

    def load(self, row: Mapping[str, Any]) -> Any:
        """The value in a row given as {column: stored}."""
        return self.type.load([row[column] for column in self.columns])

    def store(self, value: Any) -> dict[str, Any]:
        """{column: stored} of a value."""
        return dict(zip(self.columns, self.type.store(value), strict=True))


def _nothing(_alias: str) -> Sql:
    return Sql("NULL")


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is looked up in other tables for one row `r`, `each`, and the same of all: SELECT (record, value).

    `none`: what it is of rows that `every` says nothing of.
    """

    each: str
    every: str
    none: str = "NULL"


@dataclass(frozen=True, slots=True)
class Reckoned(FieldDef):
    """What is reckoned of other fields while reading, and stored nowhere; `of` tells SQL without parameters.

    `seen`: the fields it is reckoned of, as far as its reader sees them · `lookups`: what `of("r")` looks up, word for
    word, so that whoever reckons all rows can ask for it at once (`reading/gathering.py`).
    """

    seen: frozenset[str] = frozenset()
    of: Callable[[str], Sql] = field(default=_nothing, compare=False)
    lookups: Callable[[], Iterable[Lookup]] = field(default=tuple, compare=False)

    def column(self, alias: str) -> Sql:
        return self.of(alias)

    def sort_key(self, alias: str) -> Sql:
        return self.of(alias)
