"""Which records stand for the person with a number, an address or a name, whoever may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.core.metadata import derived
from haoke.core.records import storage
from haoke.core.search import keys
from haoke.core.search.documents import code
from haoke.core.search.likely import Key, holding
from haoke.core.sql import Sql, ident

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from haoke.core.spec import ObjectSpec


@derived
def person_objects() -> tuple[ObjectSpec, ...]:
    """Objects whose records stand, or can stand, for somebody outside the company."""
    return tuple(
        spec for spec in registry.objects().values() if spec.person and spec.group != "settings" and not spec.internal
    )


def bearing(kind: str, texts: Iterable[str]) -> set[tuple[str, UUID]]:
    """(object, record) of persons of whom a key of that kind is one of these texts."""
    wanted = list(texts)
    asked = [
        Key(spec.key, name, keys.lexeme(code(spec.key, name), kind, text))
        for spec in person_objects()
        for name in keys.fields(spec.key)
        if kind in keys.of(spec.key, name)
        for text in wanted
    ]
    found: dict[str, set[UUID]] = {}
    for key, record in holding(asked):
        found.setdefault(key.object, set()).add(record)
    return {(key, record) for key, ids in found.items() for record in persons(registry.get(key), list(ids))}


def persons(spec: ObjectSpec, ids: Sequence[UUID]) -> list[UUID]:
    """Of these records those that stand for one human being."""
    person = spec.person
    if person is None or not person.field or not ids:
        return list(ids) if person is not None else []
    column = ident(registry.field(spec.key, person.field).columns[0])
    rows = storage.fetch(
        Sql(f"SELECT id FROM {storage.table(spec.model)} WHERE id = ANY(%s) AND {column} = %s", (ids, person.value))
    )
    return [row["id"] for row in rows]
