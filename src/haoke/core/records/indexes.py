"""Indexes that follow from an object's declaration: lists are most often sorted by the record's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.custom.models import Blank
from haoke.core.fieldtypes.columns import SORT
from haoke.core.sql import Sql, ident

if TYPE_CHECKING:
    from haoke.core.spec import ObjectSpec


def ensure_indexes(cursor: Any) -> None:
    """Make what is missing, as the owner; safe to repeat."""
    for spec in registry.shipped().values():
        made = statement(spec)
        if made:
            cursor.execute(made)
    # Tables of run-time objects are made like this one, with its indexes.
    table = Blank._meta.db_table
    cursor.execute(by_title(table, Sql(ident(f"{table}.name{SORT}"))))


def statement(spec: ObjectSpec) -> str | None:
    """CREATE INDEX over exactly what a list sorted by the title orders by; None when that is no fixed expression."""
    table = spec.model._meta.db_table
    title = registry.field(spec.key, spec.title)
    key = title.sort_key(ident(table))
    return by_title(table, key) if title.type.sortable and not key.params else None


def by_title(table: str, key: Sql) -> str:
    """CREATE INDEX for lists of a table in the order of `key`."""
    name = ident(f"{table}_by_title")
    return f"CREATE INDEX IF NOT EXISTS {name} ON {ident(table)} (({key.text}), id) WHERE deleted_at IS NULL"
