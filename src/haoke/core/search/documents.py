"""From a record's values to its search entry."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol
from uuid import UUID

from haoke.core import registry
from haoke.core.fieldtypes.base import SearchKind
from haoke.core.metadata import derived
from haoke.core.search import keys, spelling
from haoke.core.search.tokens import digits, fold, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from haoke.core.fieldtypes.base import FieldType
    from haoke.core.spec import ObjectSpec

_TITLE: Final = 200
_PHONE: Final = 40
_CODE: Final = 120
#: Columns of SearchDoc that hold one value each, with the kind of text they take.
SLOTS: Final = {
    "phone": SearchKind.PHONE,
    "phone2": SearchKind.PHONE,
    "email": SearchKind.EMAIL,
    "code": SearchKind.CODE,
}
_KINDS: Final = {"phone": SearchKind.PHONE, "email": SearchKind.EMAIL, "autonumber": SearchKind.CODE}
_REFERENCES: Final = frozenset({"reference", "user", "department"})


class Numbered(Protocol):
    """What a search entry needs of a record besides its values."""

    id: UUID
    number: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """One search entry; `refs` are (field, object, id) whose titles belong in it too."""

    record: UUID
    object: str
    title: str
    slots: Mapping[str, str]
    lexemes: tuple[str, ...]
    refs: tuple[tuple[str, str, UUID], ...] = ()
    core: str = ""


@derived
def code(key: str, field: str) -> str:
    """Four letters that mark the lexemes of one field of one object."""
    return b32encode(hashlib.sha256(f"{key}.{field}".encode()).digest()[:5]).decode().lower()[:4]


@derived
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


@derived
def references(key: str) -> Mapping[str, str]:
    """{field: object} of the searched fields whose target's title is searched."""
    found = {name: registry.field(key, name).type for name in registry.get(key).search}
    return {name: str(kind.meta()["target"]) for name, kind in found.items() if kind.kind in _REFERENCES}


@derived
def dependents(key: str) -> tuple[tuple[str, str], ...]:
    """(object, field) whose search entries contain the title of records of `key`."""
    return tuple(
        (spec.key, name)
        for spec in registry.objects().values()
        for name, target in references(spec.key).items()
        if target == key
    )


@derived
def _searched(key: str) -> tuple[tuple[str, str, SearchKind | None, FieldType], ...]:
    """(field, code, kind of its texts unless the field's own, type) of the fields whose texts are cut into tokens."""
    spec = registry.get(key)
    left_out = {*slots(key).values(), *references(key)}
    return tuple(
        (name, code(key, name), spec.search_kinds.get(name), registry.field(key, name).type)
        for name in spec.search
        if name not in left_out
    )


@derived
def _title(key: str) -> tuple[str, FieldType]:
    name = registry.get(key).title
    return name, registry.field(key, name).type


class _Form(NamedTuple):
    """All that is the same for every entry of an object."""

    title: tuple[str, FieldType]
    searched: Sequence[tuple[str, str, SearchKind | None, FieldType]]
    exact: Sequence[tuple[str, str, FieldType]]
    refs: Sequence[tuple[str, str]]


@derived
def _form(key: str) -> _Form:
    exact = tuple((slot, name, registry.field(key, name).type) for slot, name in slots(key).items())
    return _Form(_title(key), _searched(key), exact, tuple(references(key).items()))


def document(spec: ObjectSpec, values: Mapping[str, Any], record: Numbered) -> Document:
    """The search entry of a record with these values."""
    (title, titled), searched, exact, refs = _form(spec.key)
    found: list[str] = []
    for name, mark, kind, made in searched:
        if value := values.get(name):
            found += _lexemes(mark, kind, made.search(value))
    texts = [text for _, text in titled.search(values[title])] if values.get(title) else []
    if title in spec.search:
        found += [f"'{code(spec.key, title)}{form}'" for form in spelling.kept(texts)]
    found += [keys.lexeme(code(spec.key, name), kind, text) for name, kind, text in keys.kept(spec.key, values)]
    return Document(
        record=record.id,
        object=spec.key,
        title=fold(" ".join(texts))[:_TITLE],
        slots=_slots(exact, values, record.number),
        lexemes=tuple(found),
        refs=tuple((name, target, values[name]) for name, target in refs if values.get(name)),
        core=keys.core(spec.key, values),
    )


def pointed(spec: ObjectSpec, name: str, target: str, title: Any) -> list[str]:
    """Lexemes a record gets from the title of the record its reference `name` points at."""
    texts = _title(target)[1].search(title) if title else ()
    return _lexemes(code(spec.key, name), spec.search_kinds.get(name), texts)


def _lexemes(mark: str, kind: SearchKind | None, texts: Iterable[tuple[SearchKind, str]]) -> list[str]:
    return [f"'{mark}{token}'" for own, text in texts for token in tokens(kind or own, text)]


def _slots(
    exact: Sequence[tuple[str, str, FieldType]], values: Mapping[str, Any], number: str | None
) -> dict[str, str]:
    found: dict[str, str] = {}
    for slot, name, made in exact:
        value = number if name == "number" else values.get(name)
        text = next((text for _, text in made.search(value)), None) if value else None
        if text:
            found[slot] = slotted(slot, text)
    return found


def slotted(slot: str, text: str) -> str:
    """A text as it stands in a column of its own."""
    return digits(text)[:_PHONE] if SLOTS[slot] is SearchKind.PHONE else fold(text)[:_CODE]
