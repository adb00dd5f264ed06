"""Indexes that follow from an object's declaration: lists are most often sorted by the record's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.sql import ident

if TYPE_CHECKING:
    from haoke.core.spec import ObjectSpec


def ensure_indexes(cursor: Any) -> None:
    """Make what is missing, as the owner; safe to repeat."""
    for spec in registry.objects().values():
        made = statement(spec)
        if made:
            cursor.execute(made)


def statement(spec: ObjectSpec) -> str | None:
    """CREATE INDEX over exactly what a list sorted by the title orders by; None when that is no fixed expression."""
    table = ident(spec.model._meta.db_table)
    title = registry.field(spec.key, spec.title)
    key = title.sort_key(table)
    if key.params or not title.type.sortable:
        return None
    name = ident(f"{spec.model._meta.db_table}_by_title")
    return f"CREATE INDEX IF NOT EXISTS {name} ON {table} (({key.text}), id) WHERE deleted_at IS NULL"
