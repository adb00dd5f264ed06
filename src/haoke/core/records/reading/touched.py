"""When a record was last dealt with: what was done with it and stands on its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg.sql import quote

from haoke.core import registry
from haoke.core.fields import SYSTEM_COLUMNS
from haoke.core.records import storage
from haoke.core.sql import Sql, ident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.spec import ObjectSpec


def touches(key: str, alias: str) -> Iterator[Sql]:
    """The last time of each kind of things done that everybody who reads a row sees on its timeline."""
    for relation in registry.relations(key).values():
        link = relation.link
        if link is None:
            continue
        child = registry.get(relation.child)
        shown = f" AND c.{ident(link.shown)}" if link.shown else ""
        # What passes on when somebody leaves is what is still to be done.
        open_ = child.handed.field if child.handed and child.handed.value is False else ""
        done = f" AND c.{ident(open_)}" if open_ else ""
        yield Sql(
            f"(SELECT max(least({_moment(child)}, now())) FROM {storage.table(link.model)} l"
            f" JOIN {storage.table(child.model)} c ON c.id = l.{ident(link.child + '_id')}"
            f" WHERE l.deleted_at IS NULL AND c.deleted_at IS NULL AND l.{ident(link.object)} = {quote(key)}"
            f" AND l.{ident(link.record)} = {alias}.id{shown}{done})"
        )


def _moment(child: ObjectSpec) -> str:
    """When it was done: the date it is sorted by, else when it was made."""
    field = registry.field(child.key, child.default_sort.lstrip("-"))
    if field.type.kind not in ("date", "datetime") or field.name in SYSTEM_COLUMNS:
        return "c.created_at"
    return f"coalesce(c.{ident(field.columns[0])}::timestamptz, c.created_at)"
