"""Records that look like doubles of imported ones, those that were there before among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight
from haoke.core.records import storage
from haoke.core.sql import Sql, ident
from haoke.core.transfer.guessing.words import flat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef
    from haoke.core.transfer.guessing.targets import ObjectTarget

#: Most records named: the list that shows them is an address a browser can hold.
MOST = 200
#: Most records looked at.
_LOOKED = 50_000
_BARE = "regexp_replace(lower({}), '[[:space:][:punct:]]', '', 'g')"


def among(actor: Actor, target: ObjectTarget, titles: set[str]) -> list[str]:
    """Ids of visible records called as one of the titles (blind to case, spaces and signs) that another is like.

    Organisations are alike by name; persons by name and a telephone number or e-mail address the actor may read.
    """
    groups: dict[str, dict[str, None]] = {}
    reach = _reach(actor, target) if target.person else []
    for row in _rows(actor, target, {flat(title) for title in titles if title}, reach):
        for mark in _marks(row, reach) if target.person else ("",):
            groups.setdefault(f"{flat(row['title'])}|{mark}", {})[str(row["id"])] = None
    found = dict.fromkeys(record for group in groups.values() if len(group) > 1 for record in group)
    return list(found)[:MOST]


def _reach(actor: Actor, target: ObjectTarget) -> list[FieldDef]:
    """Fields by which a person is reached."""
    spec = registry.get(target.key)
    names = [item.name for item in target.fields.values() if item.kind in ("phone", "email")]
    return [
        registry.field(target.key, name) for name in names if access.field_right(actor, spec, name) >= FieldRight.READ
    ]


def _marks(row: Mapping[str, Any], reach: list[FieldDef]) -> Iterator[str]:
    for item in reach:
        value = item.type.load([row[name] for name in item.columns])
        if value is not None:
            yield str(getattr(value, "e164", None) or getattr(value, "raw", None) or value).casefold()


def _rows(actor: Actor, target: ObjectTarget, names: set[str], reach: list[FieldDef]) -> list[dict[str, Any]]:
    spec = registry.get(target.key)
    title = f"r.{ident(registry.field(target.key, target.title).columns[0])}"
    columns = "".join(f", r.{ident(name)}" for item in reach for name in item.columns)
    rows = storage.fetch(
        Sql(
            f"SELECT r.id, {title} AS title{columns} FROM {storage.table(spec.model)} r"
            f" WHERE {_BARE.format(title)} = ANY(%s) AND ",
            (sorted(names),),
        )
        + access.visible_to(actor, spec, "read")
        + Sql(f" ORDER BY {title}, r.id LIMIT {_LOOKED}")
    )
    return [row for row in rows if flat(row["title"]) in names]
