"""How far an erasure reaches: the record, what is about it, what is tied to it alone, and what only mentions it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from haoke.core import registry
from haoke.core.fields import SYSTEM_COLUMNS
from haoke.core.records import storage
from haoke.core.sql import Sql, ident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.records.model import Record
    from haoke.core.spec import Link, ObjectSpec

#: Kinds of texts in records that are about another: the short ones say what they are about.
LONG = frozenset({"longtext", "richtext", "file", "translated", "json"})
#: Kinds a person is reached by, and the least length by which a text is known again.
REACHED, LEAST = frozenset({"email", "phone", "im"}), 5


@dataclass(frozen=True, slots=True)
class Part:
    """Records of one object and the fields of theirs that are emptied."""

    spec: ObjectSpec
    fields: tuple[str, ...]
    ids: tuple[UUID, ...]


@dataclass(slots=True)
class Extent:
    """`whole`: emptied · `shared`: tied to others, too, so that only the person's own words go from them."""

    spec: ObjectSpec
    record: UUID
    words: tuple[str, ...]
    whole: list[Part] = field(default_factory=list)
    shared: list[Part] = field(default_factory=list)

    @property
    def parameters(self) -> dict[str, Any]:
        """What the places beside the records are found by."""
        patterns = ["%" + re.sub(r"([\\%_])", r"\\\1", word) + "%" for word in self.words if len(word) >= LEAST]
        ids = [each for part in self.whole for each in part.ids]
        return {"object": self.spec.key, "record": str(self.record), "records": ids, "words": patterns}


def extent(spec: ObjectSpec, record: UUID) -> Extent:
    """Everything an erasure of this record touches."""
    found = Extent(spec, record, tuple(_words(spec, record)))
    found.whole.append(Part(spec, personal(spec), (record,)))
    for other in registry.objects().values():
        if other.links is not None:
            alone, together = _tied(other.links, spec.key, record)
            found.whole.append(Part(other, written(other), alone))
            found.shared.append(Part(other, written(other), together))
        elif _tells_about(other.model) and (names := written(other, LONG | REACHED)):
            found.whole.append(Part(other, names, _about(other, spec.key, record)))
    found.whole = [part for part in found.whole if part.ids]
    found.shared = [part for part in found.shared if part.ids]
    return found


def personal(spec: ObjectSpec) -> tuple[str, ...]:
    """Fields of a person's record that are emptied: those marked personal, and whatever is written freely."""
    free = written(spec)
    return tuple(name for name, each in registry.fields(spec.key).items() if each.personal or name in free)


def written(spec: ObjectSpec, kinds: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Fields people write freely into; those of some kinds only, when given."""
    fields = {name: each for name, each in registry.fields(spec.key).items() if name not in SYSTEM_COLUMNS}
    if not kinds:
        return tuple(name for name, each in fields.items() if each.type.words)
    # A document that has to be there is what the record works by.
    free = {name for name, each in fields.items() if each.null or each.type.words or each.type.kind in REACHED}
    return tuple(name for name, each in fields.items() if name in free and each.type.kind in kinds)


def _words(spec: ObjectSpec, record: UUID) -> Iterator[str]:
    """What the person is called and reached by, as it is stored and as it is written."""
    row = storage.fetch(_row(spec, record))[0]
    for name, each in registry.fields(spec.key).items():
        value = each.load(row)
        if value is None or not (name == spec.title or each.type.kind in REACHED):
            continue
        texts = {text for _, text in each.type.search(value)} | {each.type.format(value, "zh")}
        yield from sorted(text for text in texts if len(text) > 1)


def _row(spec: ObjectSpec, record: UUID) -> Sql:
    listed = storage.listed(storage.columns(spec))
    return Sql(f"SELECT {listed} FROM {storage.table(spec.model)} WHERE id = %s", (record,))


def _tells_about(model: type[Record]) -> bool:
    kinds = {column.name: column.get_internal_type() for column in model._meta.concrete_fields}
    return "object" in kinds and kinds.get("record") == "UUIDField"


def _about(spec: ObjectSpec, key: str, record: UUID) -> tuple[UUID, ...]:
    return _ids(Sql(f"SELECT id FROM {storage.table(spec.model)} WHERE object = %s AND record = %s", (key, record)))


def _tied(link: Link, key: str, record: UUID) -> tuple[tuple[UUID, ...], tuple[UUID, ...]]:
    """(tied to nothing else, tied to others too) of the link's records."""
    table, child = storage.table(link.model), ident(f"{link.child}_id")
    here = Sql(
        f"SELECT {child} FROM {table} WHERE {ident(link.object)} = %s AND {ident(link.record)} = %s", (key, record)
    )
    others = Sql(
        f"SELECT DISTINCT {child} FROM {table} WHERE deleted_at IS NULL AND {ident(link.record)} <> %s"
        f" AND {child} IN (",
        (record,),
    )
    every, together = _ids(here), _ids(others + here + Sql(")"))
    return tuple(set(every) - set(together)), together


def _ids(query: Sql) -> tuple[UUID, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query.text, query.params)
        return tuple(row[0] for row in cursor.fetchall())
