"""Records that look like doubles of imported ones, those that were there before among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight
from haoke.core.records import storage
from haoke.core.sql import Sql, ident
from haoke.core.transfer.alike import alike
from haoke.core.transfer.guessing.words import flat

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.transfer.guessing.targets import ObjectTarget

#: Most records named: the list that shows them is an address a browser can hold.
MOST = 200
#: Most records looked at.
_LOOKED = 50_000
#: Imported organisations, and all there are, up to which names are compared letter by letter.
_FEW, _COMPARED = 2_000, 20_000
_BARE = "regexp_replace(lower({}), '[[:space:][:punct:]]', '', 'g')"
#: What two persons of one name share when they are likely the same, by kind of field.
_MARKS = {"phone": "coalesce({0}->>'e164', {0}->>'raw')", "email": "lower({0})"}
_ALIKE = """SELECT DISTINCT title, id FROM (
    SELECT title, id, count(*) OVER (PARTITION BY bare, mark) AS alike FROM (
        SELECT DISTINCT seen.title, seen.id, seen.bare, mark FROM ({seen}) seen, unnest(seen.marks) AS mark
        WHERE mark IS NOT NULL) marked) counted
    WHERE alike > 1 ORDER BY title, id LIMIT {most}"""


def among(actor: Actor, target: ObjectTarget, titles: set[str]) -> list[str]:
    """Ids of visible records called as one of the titles (blind to case, spaces and signs) that another is like.

    Organisations are alike by name, or nearly, or by a telephone number the actor may read; persons by name and a
    telephone number or e-mail address.
    """
    same = _same(actor, target, titles)
    if target.person or len(titles) > _FEW:
        return same
    near = alike(_organisations(actor, target), {flat(each) for each in titles if each})
    return list(dict.fromkeys([*same, *map(str, near)]))[:MOST]


def _organisations(actor: Actor, target: ObjectTarget) -> list[tuple[UUID, str, list[str]]]:
    """Visible organisations with their telephone numbers; none where there are too many to compare."""
    spec = registry.get(target.key)
    title = f"r.{ident(registry.field(target.key, target.title).columns[0])}"
    marks = ", ".join(_reach(actor, target, {"phone"})) or "NULL"
    found = storage.fetch(
        Sql(f"SELECT r.id, {title} AS title, ARRAY[{marks}]::text[] AS marks FROM {storage.table(spec.model)} r WHERE ")
        + access.visible_to(actor, spec, "read")
        + Sql(f" ORDER BY {title}, r.id LIMIT {_COMPARED + 1}")
    )
    rows = [(row["id"], str(row["title"]), [each for each in row["marks"] if each]) for row in found]
    return rows if len(rows) <= _COMPARED else []


def _same(actor: Actor, target: ObjectTarget, titles: set[str]) -> list[str]:
    """The same, by the very name."""
    spec = registry.get(target.key)
    title = f"r.{ident(registry.field(target.key, target.title).columns[0])}"
    marks = ", ".join(_reach(actor, target)) if target.person else "''"
    if not marks:
        return []
    names = sorted({flat(each) for each in titles if each})
    seen = Sql(
        f"SELECT r.id, {title} AS title, {_BARE.format(title)} AS bare, ARRAY[{marks}] AS marks"
        f" FROM {storage.table(spec.model)} r WHERE {_BARE.format(title)} = ANY(%s) AND ",
        (names,),
    )
    seen += access.visible_to(actor, spec, "read") + Sql(f" ORDER BY {title}, r.id LIMIT {_LOOKED}")
    head, tail = _ALIKE.format(seen="\0", most=MOST).split("\0")
    return [str(row["id"]) for row in storage.fetch(seen.wrap(head, tail))]


def _reach(actor: Actor, target: ObjectTarget, kinds: Collection[str] = frozenset(_MARKS)) -> list[str]:
    """How somebody is reached, by fields the actor may read, as SQL."""
    spec = registry.get(target.key)
    fields = [registry.field(target.key, item.name) for item in target.fields.values() if item.kind in kinds]
    return [
        _MARKS[item.type.kind].format(f"r.{ident(item.columns[0])}")
        for item in fields
        if access.field_right(actor, spec, item.name) >= FieldRight.READ
    ]
