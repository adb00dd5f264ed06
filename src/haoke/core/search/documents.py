"""From a record's values to its search entry."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from haoke.core import registry
from haoke.core.fieldtypes.base import SearchKind
from haoke.core.search.tokens import digits, fold, lexemes, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from haoke.core.records.model import Record
    from haoke.core.spec import ObjectSpec

_TITLE: Final = 200
#: Columns of SearchDoc that hold one value each, with the kind of text they take.
SLOTS: Final = {
    "phone": SearchKind.PHONE,
    "phone2": SearchKind.PHONE,
    "email": SearchKind.EMAIL,
    "code": SearchKind.CODE,
}
_KINDS: Final = {"phone": SearchKind.PHONE, "email": SearchKind.EMAIL, "autonumber": SearchKind.CODE}
_REFERENCES: Final = frozenset({"reference", "user", "department"})


@dataclass(frozen=True, slots=True)
class Document:
    """One search entry; `refs` are (field, object, id) whose titles belong in it too."""

    record: UUID
    object: str
    title: str
    slots: Mapping[str, str]
    lexemes: tuple[str, ...]
    refs: tuple[tuple[str, str, UUID], ...] = ()


@cache
def code(key: str, field: str) -> str:
    """Four letters that mark the lexemes of one field of one object."""
    return b32encode(hashlib.sha256(f"{key}.{field}".encode()).digest()[:5]).decode().lower()[:4]


@cache
def slots(key: str) -> Mapping[str, str]:
    """{column of SearchDoc: field}: exact fields have a column of their own as far as columns reach."""
    free = list(SLOTS.items())
    taken: dict[str, str] = {}
    for name in registry.get(key).search:
        kind = _kind(key, name)
        found = next((slot for slot, wanted in free if wanted is kind), None)
        if found:
            free.remove((found, SLOTS[found]))
            taken[found] = name
    return taken


def _kind(key: str, name: str) -> SearchKind | None:
    return registry.get(key).search_kinds.get(name) or _KINDS.get(registry.field(key, name).type.kind)


@cache
def references(key: str) -> Mapping[str, str]:
    """{field: object} of the searched fields whose target's title is searched."""
    found = {name: registry.field(key, name).type for name in registry.get(key).search}
    return {name: str(kind.meta()["target"]) for name, kind in found.items() if kind.kind in _REFERENCES}


@cache
def dependents(key: str) -> tuple[tuple[str, str], ...]:
    """(object, field) whose search entries contain the title of records of `key`."""
    return tuple(
        (spec.key, name)
        for spec in registry.objects().values()
        for name, target in references(spec.key).items()
        if target == key
    )


def document(spec: ObjectSpec, values: Mapping[str, Any], record: Record) -> Document:
    """The search entry of a record with these values."""
    own, pointing = slots(spec.key), references(spec.key)
    named = {**values, "id": record.id, "number": record.number}
    found = [
        lexeme for name in spec.search if name not in pointing and name not in own.values()
        for lexeme in _lexemes(spec, name, _texts(spec.key, name, named.get(name)))
    ]  # fmt: skip
    return Document(
        record=record.id,
        object=spec.key,
        title=fold(" ".join(text for _, text in _texts(spec.key, spec.title, named.get(spec.title))))[:_TITLE],
        slots={slot: text for slot, name in own.items() if (text := _slot(spec.key, slot, name, named.get(name)))},
        lexemes=tuple(found),
        refs=tuple((name, target, named[name]) for name, target in pointing.items() if named.get(name)),
    )


def pointed(spec: ObjectSpec, name: str, target: str, title: Any) -> Iterator[str]:
    """Lexemes a record gets from the title of the record its reference `name` points at."""
    return _lexemes(spec, name, _texts(target, registry.get(target).title, title))


def _texts(key: str, name: str, value: Any) -> Iterable[tuple[SearchKind, str]]:
    return registry.field(key, name).type.search(value) if value else ()


def _lexemes(spec: ObjectSpec, name: str, texts: Iterable[tuple[SearchKind, str]]) -> Iterator[str]:
    for kind, text in texts:
        yield from lexemes(code(spec.key, name), tokens(spec.search_kinds.get(name, kind), text))


def _slot(key: str, slot: str, name: str, value: Any) -> str | None:
    text = next((text for _, text in _texts(key, name, value)), None)
    if not text:
        return None
    return (digits(text) if SLOTS[slot] is SearchKind.PHONE else fold(text))[
        : 40 if SLOTS[slot] is SearchKind.PHONE else 120
    ] or None
