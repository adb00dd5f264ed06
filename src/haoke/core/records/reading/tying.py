"""What records of an object that can be tied to any other are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import registry
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql, ident

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from haoke.core.spec import ObjectSpec

#: Under which name records say what they are about; the name it has in a new record too.
NAME = "related"
#: {record: [(object, id), …]} in the order they were tied.
Ties = dict[str, list[tuple[str, str]]]


def ties(spec: ObjectSpec, ids: Iterable[str]) -> Ties:
    """What those records are tied to, seen or not; one statement, none for an object without ties."""
    link = spec.links
    found: Ties = {each: [] for each in ids}
    if link is None or not found:
        return found
    child, key, record = (ident(name) for name in (f"{link.child}_id", link.object, link.record))
    table = ident(link.model._meta.db_table)
    select = f"SELECT {child}::text, {key}, {record}::text FROM {table} WHERE {child} = ANY(%s::uuid[])"
    known = registry.objects()
    for each, target, other in rows(Sql(f"{select} AND deleted_at IS NULL ORDER BY id", (list(found),))):
        if target in known:
            found[each].append((target, other))
    return found


def say(items: Sequence[dict[str, Any]], tied: Ties, titles: Mapping[str, Mapping[str, str | None]]) -> None:
    """Give each item `related`: [{object, id, title}] of what it is tied to and the reader sees."""
    for item in items:
        item[NAME] = [
            {"object": key, "id": record, "title": title}
            for key, record in tied.get(item["id"], ())
            if (title := titles[key].get(record)) is not None
        ]
