"""What is held of the person a request is about: his records, where others name him, and places beside the records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from haoke.core import registry
from haoke.core.access.actor import system
from haoke.core.erasing import places
from haoke.core.erasing.extent import Extent, extent
from haoke.core.records import gate, storage
from haoke.core.records.files.models import FileUse
from haoke.core.records.reading.naming import lookup
from haoke.core.search import keys
from haoke.core.search.documents import code
from haoke.core.search.likely import Key, holding
from haoke.core.text import say
from haoke.privacy.queries import package
from haoke.privacy.queries.people import person_objects, persons

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec
    from haoke.privacy.models import PrivacyRequest

KEY: Final = "privacy_request"
#: Records shown that are found, and of each object that names the person.
MOST: Final = 50
NAMED: Final = 5

#: (object, record)
Found = tuple[str, "UUID"]


def of_request(actor: Actor, request: PrivacyRequest, words: str, step: Callable[[int, int], None]) -> dict[str, Any]:
    """{records, mentions, places} as JSON, in the reader's language; `step(done, total)` hears how far it is."""
    found = candidates(request, words)
    chosen = {(each["object"], each["id"]) for each in request.found or ()}
    reached: dict[Found, Extent] = {}
    shown = list(found)[:MOST]
    for each in shown:
        step(len(reached), len(shown) + 1)
        reached[each] = extent(registry.get(each[0]), each[1])
    titles = _titles(found)
    unseen = gate.unseen(actor, list(found))
    records = [
        {
            "object": key, "label": say(registry.get(key).label), "plural": registry.get(key).plural, "id": str(record),
            "title": titles[key].get(str(record)),
            "why": [say(registry.field(key, name).label) for name in found[key, record]],
            "readable": (key, record) not in unseen, "chosen": (key, str(record)) in chosen,
            **_counts(reached[key, record]),
        }
        for key, record in reached
    ]  # fmt: skip
    others = extent(registry.get(KEY), request.id, besides=[record for _, record in reached])
    return {
        "records": records, "mentions": _mentions(actor, others, reached),
        "places": _places([*reached.values(), others]), "letter": package.letter(request),
    }  # fmt: skip


def candidates(request: PrivacyRequest, words: str) -> dict[Found, tuple[str, ...]]:
    """{(object, record): fields that say it} of records with the same number, address or name."""
    values = storage.values(registry.get(KEY), gate.relock(registry.get(KEY), request.id))
    told = {name: values[name] for name in ("name", "phone", "email") if values[name]}
    asked = dict.fromkeys((*_asked(told), *(_asked({"name": words}) if words else ())))
    found: dict[Found, dict[str, None]] = {}
    for by, record in holding(list(asked)):
        found.setdefault((by.object, record), {})[by.field] = None
    by_object: dict[str, list[UUID]] = {}
    for key, record in found:
        by_object.setdefault(key, []).append(record)
    kept = {(key, record) for key, ids in by_object.items() for record in persons(registry.get(key), ids)}
    return {each: tuple(names) for each, names in found.items() if each in kept}


def _asked(told: Mapping[str, Any]) -> Iterator[Key]:
    for spec in person_objects():
        for name, (kind, _) in keys.fields(spec.key).items():
            mark = _mark(spec, name, kind.kind)
            if mark in told:
                for by, text in keys.sought(spec.key, name, told[mark]):
                    if by != "domain":
                        yield Key(spec.key, name, keys.lexeme(code(spec.key, name), by, text))


def _mark(spec: ObjectSpec, name: str, kind: str) -> str:
    return "name" if name == spec.title else kind


def _titles(found: Mapping[Found, Any]) -> dict[str, dict[str, str | None]]:
    wanted: dict[str, set[str]] = {}
    for key, record in found:
        wanted.setdefault(key, set()).add(str(record))
    known_as: dict[str, dict[str, str | None]] = lookup(system(), wanted)
    return known_as


def _counts(reached: Extent) -> dict[str, Any]:
    """{held: [{label, count}], files, log} of one record and what is about it alone."""
    ids = [each for part in reached.whole for each in part.ids]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM log.entry WHERE record = ANY(%s)", [ids])
        (entries,) = cursor.fetchone()
    parts = [*reached.whole[1:], *reached.shared]
    return {
        "held": [{"label": say(part.spec.label_plural), "count": len(part.ids)} for part in parts],
        "files": FileUse.objects.filter(record__in=ids).values("file_id").distinct().count(), "log": entries,
    }  # fmt: skip


def _mentions(actor: Actor, others: Extent, reached: Mapping[Found, Extent]) -> list[dict[str, Any]]:
    """Where else the person is named: [{object, label, count, items: [{id, title}]}], titles where he reads them."""
    taken = {each for one in reached.values() for part in (*one.whole, *one.shared) for each in part.ids}
    named: dict[str, set[UUID]] = {}
    for one in (others, *reached.values()):
        for part in one.named:
            named.setdefault(part.spec.key, set()).update(set(part.ids) - taken - {others.record})
    named = {key: ids for key, ids in named.items() if ids}
    titles = lookup(actor, {key: {str(each) for each in sorted(ids)[:NAMED]} for key, ids in named.items()})
    return [
        {
            "object": key, "label": say(registry.get(key).label_plural), "count": len(ids),
            "plural": None if registry.get(key).internal else registry.get(key).plural,
            "items": [{"id": str(each), "title": titles[key].get(str(each))} for each in sorted(ids)[:NAMED]],
        }
        for key, ids in named.items()
    ]  # fmt: skip


def _places(extents: list[Extent]) -> list[dict[str, Any]]:
    found: dict[str, int] = {}
    for one in extents:
        for label, rows in places.count(one.parameters).items():
            found[label] = max(found.get(label, 0), rows)
    return [{"label": label, "count": rows} for label, rows in found.items()]
