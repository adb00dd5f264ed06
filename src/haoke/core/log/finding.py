"""Who did what when, over all records: for whoever reads all of an object; bounded in rows and in time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from haoke.core import access, registry
from haoke.core.access.actor import Scope, Verb
from haoke.core.errors import BadRequest
from haoke.core.records.reading.naming import lookup, said
from haoke.core.records.reading.running import rows_within
from haoke.core.sql import Sql, all_of
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

SECONDS = 5.0
LATELY = timedelta(days=30)
TOO_LONG = T(
    "Searching this took too long: name a person, an object or a shorter time",
    "搜索时间过长：请指定人员、对象或更短的时间范围",
)
#: Entries that are looked at for one page, and how many alike of one change, one after the other, are shown singly.
WINDOW, FEW = 20_000, 4
_NAMES = (
    "id", "at", "actor", "behalf", "via", "action", "reason", "change", "object", "record", "verb", "gone", "fields",
    "count", "first", "looked", "oldest",
)  # fmt: skip
_TOLD = (*(name for name in _NAMES[:14] if name != "gone"), "label", "plural")
_SHOWN = """
), stepped AS (
  SELECT *, (change, object, verb) IS DISTINCT FROM (lag(change) OVER w, lag(object) OVER w, lag(verb) OVER w) AS begins
  FROM seen WINDOW w AS (ORDER BY id DESC)
), numbered AS (
  SELECT id, change, count(*) FILTER (WHERE begins) OVER (ORDER BY id DESC) AS run FROM stepped
), counted AS (
  SELECT id, change, count(*) OVER r AS alike, min(id) OVER r AS first, max(id) OVER r AS last FROM numbered
  WINDOW r AS (PARTITION BY run)
), shown AS (
  SELECT id, change, CASE WHEN alike > %s THEN alike ELSE 1 END AS alike,
    CASE WHEN alike > %s THEN first ELSE id END AS first
  FROM counted WHERE alike <= %s OR id = last ORDER BY id DESC LIMIT %s
)
SELECT e.id, e.at, e.actor::text, e.behalf::text, e.via, e.action, e.reason, e.change::text, e.object, e.record::text,
  e.verb, CASE WHEN e.verb = 'purge' THEN e.data -> 'o' END,
  ARRAY(SELECT jsonb_object_keys(CASE WHEN e.verb LIKE 'x:%%' THEN '{}'::jsonb ELSE
    coalesce(e.data -> 'o', '{}') || coalesce(e.data -> 'n', '{}') END)),
  s.alike, s.first, (SELECT count(*) FROM seen), (SELECT min(id) FROM seen)
FROM shown s JOIN log.entry e ON e.change = s.change AND e.id = s.id ORDER BY e.id DESC
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for: None and "" mean any; `since` None is a month ago, `before` the id of the last one shown.

    With a `change` every entry of it is shown.
    """

    person: UUID | None = None
    object: str = ""
    verb: str = ""
    field: str = ""
    since: datetime | None = None
    until: datetime | None = None
    change: UUID | None = None
    before: int | None = None
    limit: int = 50


def find(actor: Actor, wanted: Wanted) -> dict[str, Any]:
    """`{items, next}`, the latest first; raises BadRequest when it takes too long, Missing for no such thing.

    What one change did to many records alike is one item, the last of them, with their `count`.
    """
    few = FEW if wanted.change is None else WINDOW
    query = Sql("WITH seen AS (SELECT e.id, e.change, e.object, e.verb FROM log.entry e WHERE ")
    query += all_of(_conditions(actor, wanted)) + Sql(" ORDER BY e.id DESC LIMIT %s", (WINDOW,))
    query += Sql(_SHOWN, (few, few, few, wanted.limit + 1))
    found = rows_within(query, SECONDS)
    if found is None:
        raise BadRequest(TOO_LONG, code="too_long")
    items = [dict(zip(_NAMES, row, strict=True)) for row in found]
    return {"items": _named(actor, items[: wanted.limit]), "next": _next(items, wanted.limit)}


def _next(items: Sequence[dict[str, Any]], limit: int) -> str | None:
    """Before which entry the next page begins."""
    if len(items) > limit:
        return str(items[limit - 1]["first"])
    return str(items[-1]["oldest"]) if items and items[-1]["looked"] == WINDOW else None


def _conditions(actor: Actor, wanted: Wanted) -> Iterator[Sql]:
    yield Sql("e.object = ANY(%s)", (_objects(actor, wanted.object),))
    yield Sql("e.at >= %s", (wanted.since or datetime.now(UTC) - LATELY,))
    if wanted.until is not None:
        yield Sql("e.at < %s", (wanted.until,))
    if wanted.before is not None:
        yield Sql("e.id < %s", (wanted.before,))
    if wanted.change is not None:
        yield Sql("e.change = %s", (wanted.change,))
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
        title = titles[spec.key].get(item["record"]) or _former(actor, spec, item["gone"])
        item["record"] = {"id": item["record"], "title": title}
        item["label"], item["plural"] = say(spec.label), None if spec.internal else spec.plural
        item["fields"] = _labels(actor, spec.key, set(item["fields"]))
        item["id"] = str(item["id"])
    return [{name: item[name] for name in _TOLD} for item in items]


def _former(actor: Actor, spec: ObjectSpec, gone: str | None) -> str | None:
    """The title of a record that is gone for good, by what it was when it went."""
    stored = json.loads(gone or "{}").get(registry.field(spec.key, spec.title).columns[0])
    return said(actor, spec, stored) if stored and spec.title in access.readable(actor, spec) else None


def _labels(actor: Actor, key: str, columns: set[str]) -> list[str]:
    silent = {"version", "updated_at", "updated_by", "id"}
    return [
        say(field.label)
        for name, field in access.readable(actor, registry.get(key)).items()
        if name not in silent and columns & set(field.columns)
    ]
