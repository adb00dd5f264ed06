"""What happened around a record, the latest first: linked records (activities) and the Log in one stream."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import access, registry
from haoke.core.fields import SYSTEM_COLUMNS
from haoke.core.log import history, states
from haoke.core.records import storage
from haoke.core.records.reading import cursors
from haoke.core.records.reading.naming import resolve
from haoke.core.records.reading.plans import plan_for
from haoke.core.records.reading.running import rows
from haoke.core.sql import TRUE, Sql, ident
from haoke.core.text import say

if TYPE_CHECKING:
    from datetime import datetime

    from haoke.core.access.actor import Actor
    from haoke.core.records.storage import Row
    from haoke.core.registry import Relation
    from haoke.core.spec import ObjectSpec

MOST = 100
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
    """`{items, next}` of a visible record; `kind` "log" or "activity" keeps one sort; raises Missing, BadRequest."""
    row = states.present(actor, spec, record)
    bound = cursors.bind(actor, "timeline", spec.key, str(record), kind)
    places: dict[str, str] = {}
    if cursor:
        keys, _ = cursors.unseal(cursor, bound)
        places = {stream: place for stream, place in zip(keys[::2], keys[1::2], strict=True) if stream and place}
    limit = min(max(limit, 1), MOST)
    streams = [] if kind == "activity" else [_logged(actor, spec, row, places.get("log"), limit + 1)]
    if kind != "log":
        linked = [relation for relation in registry.relations(spec.key).values() if relation.link is not None]
        streams += [
            _linked(actor, spec, record, relation, place=places.get(relation.child), limit=limit + 1)
            for relation in linked
        ]
    found = list(islice(merge(*streams, key=lambda item: item.at, reverse=True), limit + 1))
    for item in found[:limit]:
        places[item.stream] = item.place
    follow = cursors.seal((tuple(part for pair in places.items() for part in pair), _NOWHERE), bound)
    return {"items": [item.json for item in found[:limit] if item.json], "next": follow if len(found) > limit else None}


def _logged(actor: Actor, spec: ObjectSpec, row: Row, place: str | None, limit: int) -> list[_Item]:
    older = Sql("e.id < %s", (int(place),)) if place else TRUE
    return [
        _Item(entry["at"], "log", str(entry["id"]), _log_json(entry))
        for entry in history.read(actor, spec, row, older, limit)
    ]


def _log_json(entry: dict[str, Any]) -> dict[str, Any] | None:
    # An update of nothing this reader may see is no news to him.
    if entry["verb"] == "update" and not entry["changes"]:
        return None
    kept = {
        name: entry[name] for name in ("at", "verb", "actor", "behalf", "via", "action", "change", "changes", "data")
    }
    return {"id": str(entry["id"]), "kind": "log", "text": entry["reason"], **kept}


def _linked(
    actor: Actor, spec: ObjectSpec, record: UUID, relation: Relation, *, place: str | None, limit: int
) -> list[_Item]:
    child = registry.get(relation.child)
    plan = plan_for(actor, child, None)
    at = _moment(child)
    head = Sql(
        f"SELECT {plan.select}, {at} AS at, r.id FROM {storage.table(child.model)} r, (SELECT %s::uuid AS id) p WHERE ",
        (record,),
    )
    query = head + relation.on(spec, "p", "r") + Sql(" AND ") + access.visible_to(actor, child, "read")
    if place:
        moment, last = place.split(" ")
        query += Sql(f" AND ({at}, r.id) < (%s::timestamptz, %s::uuid)", (moment, last))
    found = rows(query + Sql(f" ORDER BY {at} DESC, r.id DESC LIMIT %s", (limit,)))
    items = plan.records(found)
    resolve(actor, plan, items)
    return [
        _Item(row[-2], relation.child, f"{row[-2].isoformat()} {row[-1]}", _activity_json(child, item, row[-2]))
        for row, item in zip(found, items, strict=True)
    ]


def _moment(child: ObjectSpec) -> str:
    """SQL of the time a linked record stands at: the date it is sorted by, else when it was made."""
    field = registry.field(child.key, child.default_sort.lstrip("-"))
    made = "r.created_at"
    if field.type.kind not in ("date", "datetime") or field.name in SYSTEM_COLUMNS:
        return made
    return f"coalesce(r.{ident(field.columns[0])}::timestamptz, {made})"


def _activity_json(child: ObjectSpec, item: dict[str, Any], at: datetime) -> dict[str, Any]:
    title = item.get(child.title)
    text = title if isinstance(title, str) else say(child.label)
    return {
        "id": item["id"], "kind": "activity", "object": child.key, "at": at, "verb": "activity",
        "actor": item.get("owner"), "text": text, "activity": item, "changes": [],
    }  # fmt: skip
