"""Whose records stand on a record's timeline: what is tied to it and to what hangs on it, what is about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from psycopg.sql import quote

from haoke.core import access, registry, search
from haoke.core.access.actor import FieldRight, Verb
from haoke.core.fields import SYSTEM_COLUMNS
from haoke.core.records import storage
from haoke.core.sql import FALSE, Sql, all_of, any_of, ident
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

LOG, ACTIVITY, RECORD, FILES, REVIEWED = "log", "activity", "record", "files", "reviewed"
CHANGES, WITH_FILES, WITH_REVIEWS = (
    T("Changes", "修改"),
    T("With files", "有附件"),
    T("With comments of superiors", "有上级点评"),
)
#: So many records of an object that hang on one count, the latest changed.
HANGING = 1000


@dataclass(frozen=True, slots=True)
class Source:
    """An object whose records stand on the line: which of its rows r, whether there are any, and when they stand."""

    kind: str
    child: ObjectSpec
    rows: Sql
    some: Sql
    at: str


def narrowed(actor: Actor, source: Source, kind: str | None) -> Sql | None:
    """Condition on r of what of it a kind keeps (None: nothing): its own, its object, a choice of that, with files."""
    child = source.child
    if kind in (None, source.kind, child.key):
        return source.rows
    if kind == FILES:
        filed = any_of(
            [registry.field(child.key, name).column("r") + Sql(" IS NOT NULL") for name in _files(actor, child)]
        )
        return all_of([source.rows, filed]) if filed != FALSE else None
    if kind == REVIEWED:
        return all_of([source.rows, _reviewed(actor, child)]) if child.links else None
    key, _, value = (kind or "").partition(".")
    facet = _facet(actor, child)
    if key != child.key or not facet:
        return None
    return all_of([source.rows, registry.field(key, facet).column("r") + Sql(" = %s", (value,))])


def remarking() -> list[ObjectSpec]:
    """Objects of what stands under activities."""
    return [spec for spec in registry.objects().values() if spec.reviews]


def _reviewed(actor: Actor, child: ObjectSpec) -> Sql:
    return any_of(
        [
            _has_review(spec, child)
            for spec in remarking()
            if access.field_right(actor, spec, spec.reviews) >= FieldRight.READ
        ]
    )


def _has_review(spec: ObjectSpec, child: ObjectSpec) -> Sql:
    key, record = spec.about or ("", "")
    told = f"m.{ident(key)} = %s AND m.{ident(record)} = r.id AND m.{ident(spec.reviews)} AND m.deleted_at IS NULL"
    return Sql(f"EXISTS (SELECT 1 FROM {storage.table(spec.model)} m WHERE {told})", (child.key,))


def _facet(actor: Actor, child: ObjectSpec) -> str:
    name = child.links.facet if child.links else ""
    return name if name and access.field_right(actor, child, name) >= FieldRight.READ else ""


def _files(actor: Actor, child: ObjectSpec) -> list[str]:
    return [
        name
        for name, field in registry.fields(child.key).items()
        if field.type.kind == "file" and access.field_right(actor, child, name) >= FieldRight.READ
    ]


def hanging(actor: Actor, spec: ObjectSpec) -> list[tuple[ObjectSpec, Sql]]:
    """(object, array of ids) of what points at a row r of the object, has a timeline too and is seen by the actor."""
    if not spec.timeline:
        return []
    fields: dict[str, list[str]] = {}
    for relation in registry.relations(spec.key).values():
        if relation.field and relation.child != spec.key:
            fields.setdefault(relation.child, []).append(relation.field)
    found = []
    for key, names in fields.items():
        child = registry.get(key)
        seen = [name for name in names if access.field_right(actor, child, name) >= FieldRight.READ]
        if child.timeline and seen:
            found.append((child, _array(actor, child, seen)))
    return found


def _array(actor: Actor, child: ObjectSpec, names: Sequence[str]) -> Sql:
    points = any_of([registry.field(child.key, name).column("h") + Sql(" = r.id") for name in names])
    inner = all_of([points, access.visible_to(actor, child, Verb.READ, "h")])
    head = f"ARRAY(SELECT h.id FROM {storage.table(child.model)} h WHERE "
    return inner.wrap(head, f" ORDER BY h.updated_at DESC LIMIT {HANGING})")


def sources(actor: Actor, spec: ObjectSpec, record: UUID, below: Mapping[str, Collection[UUID]]) -> list[Source]:
    """What is tied to the record and to those below it, as far as the actor sees it, what is about them, and these."""
    whole = {spec.key: [record], **below}
    tied = [
        _tied(actor, registry.get(relation.child), whole)
        for relation in registry.relations(spec.key).values()
        if relation.link is not None
    ]
    about = [_about(child, whole) for child in registry.objects().values() if child.remarks]
    return [*tied, *about, *(_itself(registry.get(key), ids) for key, ids in below.items() if ids)]


def _tied(actor: Actor, child: ObjectSpec, whole: Mapping[str, Collection[UUID]]) -> Source:
    link = child.links
    assert link is not None  # noqa: S101 (only such are asked for)
    near = _near("l", link.object, link.record, whole)
    inner = f"FROM {storage.table(link.model)} l WHERE l.deleted_at IS NULL AND "
    seen = access.visible_to(actor, child, Verb.READ)
    rows = all_of([near.wrap(f"r.id = ANY(ARRAY(SELECT l.{ident(link.child + '_id')} {inner}", "))"), seen])
    return Source(ACTIVITY, child, rows, near.wrap(f"EXISTS (SELECT 1 {inner}", ")"), _moment(child))


def _about(child: ObjectSpec, whole: Mapping[str, Collection[UUID]]) -> Source:
    key, record = child.about or ("", "")
    # The records are seen already, and they alone decide.
    rows = all_of([_near("r", key, record, whole), Sql("r.deleted_at IS NULL")])
    some = rows.wrap(f"EXISTS (SELECT 1 FROM {storage.table(child.model)} r WHERE ", ")")
    return Source(child.key, child, rows, some, _moment(child))


def _itself(child: ObjectSpec, ids: Collection[UUID]) -> Source:
    return Source(RECORD, child, Sql("r.id = ANY(%s)", (list(ids),)), Sql("TRUE"), "r.created_at")


def _near(alias: str, key: str, record: str, whole: Mapping[str, Collection[UUID]]) -> Sql:
    """That (object, record) columns name one of these records."""
    said = f"{alias}.{ident(key)} = %s AND {alias}.{ident(record)} = ANY(%s)"
    return any_of([Sql(f"({said})", (each, list(ids))) for each, ids in whole.items() if ids])


def _moment(child: ObjectSpec) -> str:
    """SQL of the time a linked record stands at: the date it is sorted by, else (and if `raised`) when it was made."""
    field = registry.field(child.key, child.default_sort.lstrip("-"))
    made = "r.created_at"
    if field.type.kind not in ("date", "datetime") or field.name in SYSTEM_COLUMNS:
        return made
    dated = f"coalesce(r.{ident(field.columns[0])}::timestamptz, {made})"
    if child.links is None or not child.links.raised:
        return dated
    kind = ident(registry.field(child.key, child.links.facet).columns[0])
    raised = ", ".join(map(quote, child.links.raised))
    return f"CASE WHEN r.{kind} IN ({raised}) THEN {made} ELSE {dated} END"


def worded(actor: Actor, child: ObjectSpec, words: str) -> Sql:
    """Condition on r that a record of the source says the words; nothing, where its object is not searched."""
    return search.said(child, words, actor) if child.search else FALSE


def kinds(actor: Actor, found: Sequence[Source]) -> list[dict[str, Any]]:
    """[{key, label}] a timeline of these sources may be narrowed to."""
    listed = [each for source in found for each in _named(actor, source)]
    more = ((REVIEWED, WITH_REVIEWS), (FILES, WITH_FILES), (LOG, CHANGES))
    return [*listed, *({"key": key, "label": say(label)} for key, label in more)]


def _named(actor: Actor, source: Source) -> Iterator[dict[str, Any]]:
    child = source.child
    if facet := _facet(actor, child):
        for choice in registry.field(child.key, facet).type.meta()["choices"]:
            yield {"key": f"{child.key}.{choice['value']}", "label": say(choice["label"])}
    else:
        yield {"key": child.key, "label": say(child.label_plural)}
