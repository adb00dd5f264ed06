"""When a record was last dealt with: what was done with it and stands on its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg.sql import quote

from haoke.core import registry
from haoke.core.fields import SYSTEM_COLUMNS, Lookup
from haoke.core.records import storage
from haoke.core.sql import Sql, ident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.registry import Relation
    from haoke.core.spec import Link, ObjectSpec


def touches(key: str, alias: str) -> Iterator[Sql]:
    """The last time of each kind of things done that everybody who reads a row sees on its timeline."""
    for relation, link in _links(key):
        yield Sql(_last(key, relation, link, alias))


def lookups(key: str) -> Iterator[Lookup]:
    """What `touches` of a row `r` are, for one row and for all."""
    for relation, link in _links(key):
        moment, source = _done(key, relation, link)
        every = f"SELECT l.{ident(link.record)} AS record, {moment} AS value {source} GROUP BY 1"
        yield Lookup(_last(key, relation, link, "r"), every)


def _links(key: str) -> Iterator[tuple[Relation, Link]]:
    for relation in registry.relations(key).values():
        if relation.link is not None:
            yield relation, relation.link


def _last(key: str, relation: Relation, link: Link, alias: str) -> str:
    moment, source = _done(key, relation, link)
    return f"(SELECT {moment} {source} AND l.{ident(link.record)} = {alias}.id)"


def _done(key: str, relation: Relation, link: Link) -> tuple[str, str]:
    """(the last moment, FROM … WHERE) of what was done with records of an object."""
    child = registry.get(relation.child)
    shown = f" AND c.{ident(link.shown)}" if link.shown else ""
    # What passes on when somebody leaves is what is still to be done.
    open_ = child.handed.field if child.handed and child.handed.value is False else ""
    done = f" AND c.{ident(open_)}" if open_ else ""
    tie = f"c.id = l.{ident(link.child + '_id')}"
    return f"max(least({_moment(child)}, now()))", (
        f"FROM {storage.table(link.model)} l JOIN {storage.table(child.model)} c ON {tie}"
        f" WHERE l.deleted_at IS NULL AND c.deleted_at IS NULL AND l.{ident(link.object)} = {quote(key)}{shown}{done}"
    )


def _moment(child: ObjectSpec) -> str:
    """When it was done: the date it is sorted by, else when it was made."""
    field = registry.field(child.key, child.default_sort.lstrip("-"))
    if field.type.kind not in ("date", "datetime") or field.name in SYSTEM_COLUMNS:
        return "c.created_at"
    return f"coalesce(c.{ident(field.columns[0])}::timestamptz, c.created_at)"
