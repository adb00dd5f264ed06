"""How far an erasure reaches: the record, what is about it, what is tied to it alone, and what only mentions it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from haoke.core import registry
from haoke.core.erasing import known
from haoke.core.erasing.known import REACHED
from haoke.core.fields import SYSTEM_COLUMNS
from haoke.core.merging import former
from haoke.core.records import storage
from haoke.core.sql import Sql, any_of, ident

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from haoke.core.records.model import Record
    from haoke.core.spec import Link, ObjectSpec

#: Kinds of texts in records that are about another: the short ones say what they are about.
LONG = frozenset({"longtext", "richtext", "file", "translated", "json"})
#: Kinds of values of others in which a person may be named.
TEXTS = frozenset({"text", "longtext", "richtext", "translated", "tags", "json", "file"})
#: The least length by which a text is known again.
LEAST = 5


@dataclass(frozen=True, slots=True)
class Part:
    """Records of one object and the fields of theirs that are emptied."""

    spec: ObjectSpec
    fields: tuple[str, ...]
    ids: tuple[UUID, ...]


@dataclass(slots=True)
class Extent:
    """`whole`: emptied · `shared`: tied to others, too, so that only the person's own words go from them.

    `named`: records of others in which the person is named · `words`: what he is called and reached by; `telling`: of
    these, what can mean nobody else.
    """

    spec: ObjectSpec
    record: UUID
    words: tuple[str, ...]
    telling: tuple[str, ...] = ()
    whole: list[Part] = field(default_factory=list)
    shared: list[Part] = field(default_factory=list)
    named: list[Part] = field(default_factory=list)

    @property
    def parameters(self) -> dict[str, Any]:
        """What the places beside the records are found by."""
        words = {word for word in self.words if len(word) >= LEAST} | set(self.telling)
        patterns = ["%" + re.sub(r"([\\%_])", r"\\\1", word) + "%" for word in sorted(words)]
        ids = [each for part in self.whole for each in part.ids]
        return {
            "object": self.spec.key, "record": str(self.record), "records": ids, "words": patterns,
            "pattern": known.pattern(self.telling) or known.NOTHING,
            "called": known.pattern(self.words) or known.NOTHING,
        }  # fmt: skip


def extent(spec: ObjectSpec, record: UUID, besides: Sequence[UUID] = ()) -> Extent:
    """Everything an erasure of this record touches; `besides`: other records that are the same person."""
    ids = former.ids(record)
    marks = [mark for each in ids for mark in known.marks(spec, each, [*ids, *besides])]
    words = tuple(word for mark in marks for word in mark.words)
    found = Extent(spec, record, words, tuple(word for mark in marks if mark.alone for word in mark.words))
    found.whole.append(Part(spec, personal(spec), ids))
    for other in registry.objects().values():
        names = besides_persons(other)
        if other.links is not None:
            alone, together = _tied(other.links, spec.key, record)
            found.whole.append(Part(other, names, alone))
            found.shared.append(Part(other, names, together))
        elif names:
            found.whole.append(Part(other, names, _about(other, spec.key, record)))
    found.whole = [part for part in found.whole if part.ids]
    found.shared = [part for part in found.shared if part.ids]
    found.named = [part for part in _named(found) if part.ids]
    return found


def _named(found: Extent) -> Iterator[Part]:
    """Other records whose texts say what tells of the person, or his name where they point at him or he at them."""
    taken = {each for part in (*found.whole, *found.shared) for each in part.ids}
    row = storage.fetch(_row(found.spec, found.record))[0]
    for other in registry.objects().values():
        names = _telling(other)
        if names:
            said = Sql(f"concat_ws(' ', {', '.join(f'{ident(name)}::text' for name in _columns(other, names))})")
            ways = [said + Sql(" ~* %s", (known.pattern(found.telling),))] if found.telling else []
            if pointing := _pointing(found, other, row):
                ways.append(Sql("(") + said + Sql(" ~* %s AND (", (known.pattern(found.words),)) + pointing + Sql("))"))
            query = Sql(f"SELECT id FROM {storage.table(other.model)} WHERE ")
            yield Part(other, names, tuple(each for each in _ids(query + any_of(ways)) if each not in taken))


def _telling(spec: ObjectSpec) -> tuple[str, ...]:
    """Fields whose texts may name somebody; what another person is called is his own name."""
    own = {*SYSTEM_COLUMNS, spec.title if spec.person else ""}
    return tuple(
        name for name, each in registry.fields(spec.key).items() if name not in own and each.type.kind in TEXTS
    )


def _columns(spec: ObjectSpec, names: Iterable[str]) -> list[str]:
    return [column for name in names for column in registry.field(spec.key, name).columns]


def _pointing(found: Extent, other: ObjectSpec, row: dict[str, Any]) -> Sql | None:
    """Condition: the row of `other` points at the person, or he at it; None when there is no such field."""
    ways = []
    for each in registry.fields(other.key).values():
        if each.type.meta().get("target") == found.spec.key:
            place = ident(each.columns[0])
            test = f"%s = ANY({place})" if each.type.kind == "multireference" else f"{place} = %s"
            ways.append(Sql(test, (found.record,)))
    pointed = [row[each.columns[0]] for each in registry.fields(found.spec.key).values()
        if each.type.kind == "reference" and each.type.meta().get("target") == other.key]  # fmt: skip
    if pointed := [each for each in pointed if each]:
        ways.append(Sql("id = ANY(%s)", (pointed,)))
    return any_of(ways) if ways else None


def personal(spec: ObjectSpec) -> tuple[str, ...]:
    """Fields of a person's record that are emptied: those marked personal, and whatever is written freely."""
    free = written(spec)
    return tuple(name for name, each in registry.fields(spec.key).items() if each.personal or name in free)


def besides_persons(spec: ObjectSpec) -> tuple[str, ...]:
    """Fields emptied with a person a record of the object is tied to or about; none where it is neither."""
    if spec.links is not None:
        return written(spec)
    return written(spec, LONG | REACHED) if _tells_about(spec.model) else ()


def written(spec: ObjectSpec, kinds: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Fields people write freely into; those of some kinds only, when given."""
    fields = {name: each for name, each in registry.fields(spec.key).items() if name not in SYSTEM_COLUMNS}
    if not kinds:
        return tuple(name for name, each in fields.items() if each.type.words)
    # A document that has to be there is what the record works by.
    free = {name for name, each in fields.items() if each.null or each.type.words or each.type.kind in REACHED}
    return tuple(name for name, each in fields.items() if name in free and each.type.kind in kinds)


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
