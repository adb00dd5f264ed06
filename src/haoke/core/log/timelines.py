"""What happened around a record, the latest first: linked records, what is about it (comments), the Log."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import access, limits, registry
from haoke.core.fields import SYSTEM_COLUMNS
from haoke.core.log import history, states
from haoke.core.records import storage
from haoke.core.records.reading import cursors, naming
from haoke.core.records.reading.plans import plan_for
from haoke.core.records.reading.running import rows
from haoke.core.sql import TRUE, Sql, ident
from haoke.core.text import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import Model

    from haoke.core.access.actor import Actor
    from haoke.core.records.reading.plans import Plan
    from haoke.core.records.storage import Row
    from haoke.core.spec import ObjectSpec

MOST = 100
LOG, ACTIVITY = "log", "activity"
_NOWHERE = UUID(int=0)


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing on the line; `place` is where its own stream goes on after it."""

    at: datetime
    stream: str
    place: str
    json: dict[str, Any] | None


def timeline(
    actor: Actor, spec: ObjectSpec, record: UUID, cursor: str | None = None, *, kind: str | None = None, limit: int = 30
) -> dict[str, Any]:
    """`{items, next}` of a visible record; `kind` (log, activity, comment) keeps one; raises Missing, BadRequest."""
    sources = [each for each in _sources(actor, spec) if kind in (None, each.kind)]
    row = states.present(actor, spec, record, [_tied(each, spec, record) for each in sources])
    bound = cursors.bind(actor, "timeline", spec.key, str(record), kind)
    places: dict[str, str] = {}
    if cursor:
        keys, _ = cursors.unseal(cursor, bound)
        places = {stream: place for stream, place in zip(keys[::2], keys[1::2], strict=True) if stream and place}
    limit = min(max(limit, 1), MOST)
    entries = _entries(actor, spec, row, places.get(LOG), limit + 1) if kind in (None, LOG) else []
    around = [
        _around(actor, source, record, place=places.get(source.child.key), limit=limit + 1)
        for nth, source in enumerate(sources)
        if row[str(nth)]
    ]
    _name(actor, entries, around)
    streams = [_logged(entries), *(each.line() for each in around)]
    found = list(islice(merge(*streams, key=lambda item: item.at, reverse=True), limit + 1))
    for item in found[:limit]:
        places[item.stream] = item.place
    follow = cursors.seal((tuple(part for pair in places.items() for part in pair), _NOWHERE), bound)
    return {"items": [item.json for item in found[:limit] if item.json], "next": follow if len(found) > limit else None}


def _entries(actor: Actor, spec: ObjectSpec, row: Row, place: str | None, limit: int) -> list[dict[str, Any]]:
    return history.read(actor, spec, row, Sql("e.id < %s", (int(place),)) if place else TRUE, limit)


def _name(actor: Actor, entries: list[dict[str, Any]], around: Sequence[_Around]) -> None:
    """Names of everybody and everything on the line, by one query."""
    read = [(each.plan, each.items) for each in around]
    limits.spend(actor, sum(len(items) for _, items in read))
    wanted = history.pointed(entries)
    for key, ids in naming.pointed(read).items():
        wanted.setdefault(key, set()).update(ids)
    known = naming.titles_of(actor, wanted)
    history.name(entries, known)
    for plan, items in read:
        naming.name(plan, items, known)


def _logged(entries: Sequence[dict[str, Any]]) -> list[_Item]:
    erased = {entry["change"] for entry in entries if entry["verb"] == "x:erased"}
    return [_Item(entry["at"], LOG, str(entry["id"]), _log_json(entry, erased)) for entry in entries]


def _log_json(entry: dict[str, Any], erased: set[str]) -> dict[str, Any] | None:
    # An update of nothing this reader may see is no news to him, and an erasure is told once, with its grounds.
    if (entry["verb"] == "update" and not entry["changes"]) or (
        entry["verb"] in ("x:erase", "update") and entry["change"] in erased
    ):
        return None
    kept = {
        name: entry[name] for name in ("at", "verb", "actor", "behalf", "via", "action", "change", "changes", "data")
    }
    kept |= {"former": entry["former"]} if "former" in entry else {}
    return {"id": str(entry["id"]), "kind": "log", "text": entry["reason"], **kept}


@dataclass(frozen=True, slots=True)
class _Source:
    """An object whose records stand on the line: which rows r of it belong to a record p, and the table that ties it.

    `tied` are that table and its columns for the object and the record it leads to.
    """

    kind: str
    child: ObjectSpec
    on: Sql
    tied: tuple[type[Model], str, str]


def _sources(actor: Actor, spec: ObjectSpec) -> list[_Source]:
    """What is tied to records of the object, as far as the actor sees it, and what is about them."""
    found = [
        _Source(
            ACTIVITY, child, relation.on(spec, "p", "r") + Sql(" AND ") + access.visible_to(actor, child, "read"),
            (link.model, link.object, link.record),
        )
        for relation in registry.relations(spec.key).values()
        if (link := relation.link) is not None
        for child in (registry.get(relation.child),)
    ]  # fmt: skip
    for child in registry.objects().values():
        if child.about is not None:
            key, record = (ident(name) for name in child.about)
            # The record is seen already, and it alone decides.
            on = Sql(f"r.{key} = %s AND r.{record} = p.id AND r.deleted_at IS NULL", (spec.key,))
            found.append(_Source(child.key, child, on, (child.model, *child.about)))
    return found


def _tied(source: _Source, spec: ObjectSpec, record: UUID) -> Sql:
    """Whether a source has anything of the record, cheap to find out: the others need not be planned."""
    model, key, of = source.tied
    inner = f"SELECT 1 FROM {storage.table(model)} WHERE deleted_at IS NULL AND {ident(key)} = %s AND {ident(of)} = %s"
    return Sql(f"EXISTS ({inner})", (spec.key, record))


@dataclass(frozen=True, slots=True)
class _Around:
    """Rows of one source, each with its time and id behind it, and the items made of them."""

    source: _Source
    plan: Plan
    rows: Sequence[tuple[Any, ...]]
    items: list[dict[str, Any]]

    def line(self) -> list[_Item]:
        key = self.source.child.key
        return [
            _Item(row[-2], key, f"{row[-2].isoformat()} {row[-1]}", _json(self.source, item, row[-2]))
            for row, item in zip(self.rows, self.items, strict=True)
        ]


def _around(actor: Actor, source: _Source, record: UUID, *, place: str | None, limit: int) -> _Around:
    child, plan = source.child, plan_for(actor, source.child, None)
    at = _moment(child)
    head = Sql(
        f"SELECT {plan.select}, {at} AS at, r.id FROM {storage.table(child.model)} r, (SELECT %s::uuid AS id) p WHERE ",
        (record,),
    )
    query = head + source.on
    if place:
        moment, last = place.split(" ")
        query += Sql(f" AND ({at}, r.id) < (%s::timestamptz, %s::uuid)", (moment, last))
    found = rows(query + Sql(f" ORDER BY {at} DESC, r.id DESC LIMIT %s", (limit,)))
    return _Around(source, plan, found, plan.records(found))


def _moment(child: ObjectSpec) -> str:
    """SQL of the time a linked record stands at: the date it is sorted by, else when it was made."""
    field = registry.field(child.key, child.default_sort.lstrip("-"))
    made = "r.created_at"
    if field.type.kind not in ("date", "datetime") or field.name in SYSTEM_COLUMNS:
        return made
    return f"coalesce(r.{ident(field.columns[0])}::timestamptz, {made})"


def _json(source: _Source, item: dict[str, Any], at: datetime) -> dict[str, Any]:
    child = source.child
    title = item.get(child.title)
    text = title if isinstance(title, str) else say(child.label)
    return {
        "id": item["id"], "kind": source.kind, "object": child.key, "at": at, "verb": source.kind,
        "actor": item.get("owner"), "text": text, source.kind: item, "changes": [],
    }  # fmt: skip
