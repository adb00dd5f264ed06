"""Who did what when, over all records: for whoever reads all of an object; bounded in rows and in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.errors import BadRequest
from haoke.core.records.reading.naming import lookup
from haoke.core.records.reading.running import rows_within
from haoke.core.sql import Sql, all_of
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor

SECONDS = 5.0
LATELY = timedelta(days=30)
TOO_LONG = T(
    "Searching this took too long: name a person, an object or a shorter time",
    "搜索时间过长：请指定人员、对象或更短的时间范围",
)
_NAMES = ("id", "at", "actor", "behalf", "via", "action", "reason", "change", "object", "record", "verb", "fields")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for: None and "" mean any; `since` None is a month ago, `before` the id of the last one shown."""

    person: UUID | None = None
    object: str = ""
    verb: str = ""
    field: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    limit: int = 50


def find(actor: Actor, wanted: Wanted) -> dict[str, Any]:
    """`{items, next}`, the latest first; raises BadRequest when it takes too long, Missing for no such thing."""
    query = Sql(
        "SELECT e.id, e.at, e.actor::text, e.behalf::text, e.via, e.action, e.reason, e.change::text, e.object,"
        " e.record::text, e.verb, ARRAY(SELECT jsonb_object_keys(CASE WHEN e.verb LIKE 'x:%%' THEN '{}'::jsonb ELSE"
        " coalesce(e.data -> 'o', '{}') || coalesce(e.data -> 'n', '{}') END)) FROM log.entry e WHERE "
    )
    query += all_of(_conditions(actor, wanted)) + Sql(" ORDER BY e.id DESC LIMIT %s", (wanted.limit + 1,))
    found = rows_within(query, SECONDS)
    if found is None:
        raise BadRequest(TOO_LONG, code="too_long")
    items = [dict(zip(_NAMES, row, strict=True)) for row in found[: wanted.limit]]
    return {"items": _named(actor, items), "next": str(items[-1]["id"]) if len(found) > wanted.limit else None}


def _conditions(actor: Actor, wanted: Wanted) -> Iterator[Sql]:
    yield Sql("e.object = ANY(%s)", (_objects(actor, wanted.object),))
    yield Sql("e.at >= %s", (wanted.since or datetime.now(UTC) - LATELY,))
    if wanted.until is not None:
        yield Sql("e.at < %s", (wanted.until,))
    if wanted.before is not None:
        yield Sql("e.id < %s", (wanted.before,))
    if wanted.person is not None:
        yield Sql("(e.actor = %s OR e.behalf = %s)", (wanted.person, wanted.person))
    if wanted.verb:
        yield Sql("(e.verb = %s OR e.verb = 'x:' || %s OR e.action = %s)", (wanted.verb,) * 3)
    if wanted.field:
        columns = list(registry.field(registry.get(wanted.object).key, wanted.field).columns)
        yield Sql("(e.data -> 'n' ?| %s OR e.data -> 'o' ?| %s)", (columns, columns))


def _objects(actor: Actor, key: str) -> list[str]:
    """Objects of which the actor reads everything: of others he would learn of records he does not see."""
    asked = [registry.get(key)] if key else registry.objects().values()
    return [spec.key for spec in asked if access.scope_of(actor, spec, Verb.READ) is Scope.ALL]


def _named(actor: Actor, items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries with names for ids, columns and objects; of fields only those the actor reads."""
    wanted: dict[str, set[str]] = {"user": set()}
    for item in items:
        wanted["user"] |= {item[who] for who in ("actor", "behalf") if item[who]}
        wanted.setdefault(item["object"], set()).add(item["record"])
    titles = lookup(actor, wanted)
    for item in items:
        spec = registry.get(item["object"])
        for who in ("actor", "behalf"):
            item[who] = item[who] and {"id": item[who], "title": titles["user"].get(item[who])}
        item["record"] = {"id": item["record"], "title": titles[spec.key].get(item["record"])}
        item["label"], item["plural"] = say(spec.label), None if spec.internal else spec.plural
        item["fields"] = _labels(actor, spec.key, set(item["fields"]))
        item["id"] = str(item["id"])
    return list(items)


def _labels(actor: Actor, key: str, columns: set[str]) -> list[str]:
    silent = {"version", "updated_at", "updated_by", "id"}
    return [
        say(field.label)
        for name, field in access.readable(actor, registry.get(key)).items()
        if name not in silent and columns & set(field.columns)
    ]
