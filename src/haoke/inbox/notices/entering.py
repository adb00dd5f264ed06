"""Records that enter a saved view, for the people who follow it: as each of them would find it in his list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson
from django.db import connection

from haoke.core import criteria, registry
from haoke.core.errors import Refused, SignInNeeded
from haoke.core.records import gate, storage
from haoke.core.records.reading.conditions import where
from haoke.core.sql import Sql, ident
from haoke.core.transfer import actors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec
    from haoke.inbox.notices.happening import Happening

VIEWS: Final = "view"
_FOLLOWED: Final = (
    "SELECT f.user_id, v.id, v.name, v.object, v.definition FROM inbox_follow f JOIN core_view v ON v.id = f.record"
    ' WHERE f.object = %s AND f."on" AND v.deleted_at IS NULL AND v.object = ANY(%s) ORDER BY v.created_at, v.id'
)


def entered(found: Sequence[Happening]) -> Iterator[tuple[UUID, str, Happening]]:
    """(person, name of the view, happening): the last one of each record that is in the view since these."""
    heard = [each for each in found if each.what in ("create", "update")]
    if not heard:
        return
    last = {each.record: each for each in heard}
    for user, view, name, key, definition in _followed({each.object for each in heard}):
        here = [each for each in heard if each.object == key]
        for record in _entering(user, view, registry.get(key), definition or {}, here):
            yield user, name, last[record]


def _followed(keys: Collection[str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOWED, [VIEWS, list(keys)])
        return [(*row[:4], orjson.loads(row[4]) if isinstance(row[4], str) else row[4]) for row in cursor.fetchall()]


def _entering(
    user: UUID, view: UUID, spec: ObjectSpec, definition: Mapping[str, Any], heard: Sequence[Happening]
) -> set[UUID]:
    """Records that the person finds in the view now and would not have found before."""
    try:
        person = actors.load(user, "notice")
        if gate.unseen(person, [(VIEWS, view)]):
            return set()
        with actors.at_work(person):
            now = _held(person, spec, definition, {each.record: {} for each in heard})
            before = _before([each for each in heard if each.record in now])
            return now - _held(person, spec, definition, before)
    except (SignInNeeded, Refused):  # he is gone, or the view asks for what he may not use: then it is no list of his
        return set()


def _before(heard: Sequence[Happening]) -> dict[UUID, dict[str, str | None]]:
    """{record: texts of columns before the first of these}; none of records that were made by them."""
    found: dict[UUID, dict[str, str | None]] = {}
    made = {each.record for each in heard if each.what == "create"}
    for each in heard:
        if each.record not in made:
            known = found.setdefault(each.record, {})
            for column, text in (each.entry.data or {}).get("o", {}).items():
                known.setdefault(column, text)
    return found


def _held(
    person: Actor, spec: ObjectSpec, definition: Mapping[str, Any], records: Mapping[UUID, Mapping[str, str | None]]
) -> set[UUID]:
    """Those of the records the view holds, with these texts in the place of what their columns hold now."""
    if not records:
        return set()
    raw = definition.get("filter")
    node = criteria.parse(raw, spec, person, reckoned=True) if raw else None
    condition = where(person, spec, node, q=definition.get("q") or "", scope=definition.get("scope"))
    table, json = ident(spec.model._meta.db_table), storage.json_columns(spec)
    documents = [
        {name: _parsed(text) if name in json else text for name, text in texts.items()} for texts in records.values()
    ]
    head = Sql(
        f"SELECT r.id FROM unnest(%s::uuid[], %s::text[]) w(id, doc) JOIN {table} t ON t.id = w.id"
        " CROSS JOIN LATERAL jsonb_populate_record(t, w.doc::jsonb) r WHERE ",
        (list(records), [orjson.dumps(each).decode() for each in documents]),
    )
    return {row["id"] for row in storage.fetch(head + condition)}


def _parsed(text: str | None) -> Any:
    return None if text is None else orjson.loads(text)
