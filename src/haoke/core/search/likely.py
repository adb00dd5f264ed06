"""Records that are likely the one somebody is typing: the same telephone number, address, or name of a company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight, Scope, Verb
from haoke.core.errors import BadValue
from haoke.core.fieldtypes.base import SearchKind
from haoke.core.records.reading.running import rows
from haoke.core.search.documents import SLOTS, slots, slotted
from haoke.core.search.naming import bare, key
from haoke.core.search.results import best
from haoke.core.search.words import words
from haoke.core.sql import TRUE, Sql, join
from haoke.core.text import say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.fieldtypes.base import FieldType
    from haoke.core.spec import ObjectSpec

    #: {kind of text: what was typed of it, as it is compared}
    Marks = Mapping[SearchKind, set[str]]

COMPANY: Final = SearchKind.COMPANY
MOST: Final = 5
#: Entries looked at: a number so many share is a switchboard's, words so many have are no name.
LOOKED: Final = 200
#: Digits of a telephone number that say whose it is.
FEWEST: Final = 7
#: {column of search entries: kind of its text}, of those that tell records apart.
_COLUMNS: Final = {slot: kind for slot, kind in SLOTS.items() if kind is not SearchKind.CODE}
_COLUMN_OF: Final = {kind: slot for slot, kind in _COLUMNS.items()}
_HEAD: Final = (
    f"SELECT d.object, d.record, d.title, {', '.join(f'd.{each}' for each in _COLUMNS)} FROM core_searchdoc d"
)


def likely(
    actor: Actor, spec: ObjectSpec, given: Mapping[str, Any], besides: UUID | None = None
) -> list[dict[str, Any]]:
    """Up to five visible records of any object like `given` (input by field; what is no good says nothing).

    [{object, id, title, subtitle, number, owner, fields: [labels of what is the same]}]; `besides` is left out.
    """
    marks = _marks(spec, given)
    compared = {each.key: each for each in _compared(actor)}
    why: dict[str, dict[str, list[str]]] = {}
    for of, record, title, *texts in _entries(compared.values(), marks):
        same = _same(actor, compared[of], title, dict(zip(_COLUMNS, texts, strict=True)), marks)
        if same and record != besides:
            why.setdefault(of, {})[str(record)] = same
    listed = "SELECT id, 0 FROM unnest(%s::uuid[]) u(id)"
    hits = best(actor, [(compared[of], Sql(listed, (list(found),)), TRUE) for of, found in why.items()], MOST)
    return [{**hit, "fields": why[hit["object"]][hit["id"]]} for hit in hits]


def _marks(spec: ObjectSpec, given: Mapping[str, Any]) -> dict[SearchKind, set[str]]:
    """Telephone numbers, e-mail addresses and companies' names among what was typed."""
    found: dict[SearchKind, set[str]] = {}
    for name, field in registry.fields(spec.key).items():
        for own, text in _texts(field.type, given.get(name)):
            kind = spec.search_kinds.get(name, own)
            if kind is COMPANY and name == spec.title and not _is_company(spec):
                continue
            mark = slotted(_COLUMN_OF[kind], text) if kind in _COLUMN_OF else text
            if len(mark) >= (FEWEST if kind is SearchKind.PHONE else 1):
                found.setdefault(kind, set()).add(mark)
    return found


def _texts(kind: FieldType, raw: Any) -> list[tuple[SearchKind, str]]:
    try:
        value = kind.clean(raw) if raw else None
    except BadValue:
        return []
    return list(kind.search(value)) if value else []


def _compared(actor: Actor) -> Iterator[ObjectSpec]:
    """Objects of which people find records and the actor may see some."""
    for spec in registry.objects().values():
        apart = not spec.search or spec.internal or spec.group == "settings"
        if not apart and access.scope_of(actor, spec, Verb.READ) > Scope.NONE:
            yield spec


def _entries(compared: Collection[ObjectSpec], marks: Marks) -> list[tuple[Any, ...]]:
    """(object, record, title, texts by `_COLUMNS`) of what may be the same, whoever sees it."""
    of = [spec.key for spec in compared]
    parts = [
        Sql(f"{_HEAD} WHERE {slot} = ANY(%s) AND object = ANY(%s)", (sorted(marks[kind]), of))
        for slot, kind in _COLUMNS.items()
        if kind in marks
    ]
    for spec in filter(_is_company, compared):
        texts = [words(bare(name)).vector(spec.key, (spec.title,), whole=True) for name in marks.get(COMPANY, ())]
        parts += [Sql(f"{_HEAD} WHERE tsv @@ %s::tsquery AND object = %s", (text, spec.key)) for text in texts if text]
    return rows(join(" UNION ", [part.wrap("(", f" LIMIT {LOOKED})") for part in parts])) if parts else []


def _is_company(spec: ObjectSpec) -> bool:
    """Whether its records are companies, of which there is one of a name."""
    return spec.title in spec.match and spec.search_kinds.get(spec.title) is COMPANY


def _same(actor: Actor, spec: ObjectSpec, title: str, texts: Mapping[str, str | None], marks: Marks) -> list[str]:
    """Labels of the fields the actor may read that hold one of the marks."""
    held = [name for slot, name in slots(spec.key).items() if texts.get(slot) in marks.get(SLOTS[slot], ())]
    if _is_company(spec) and key(title) in map(key, marks.get(COMPANY, ())):
        held.append(spec.title)
    read = [name for name in held if access.field_right(actor, spec, name) >= FieldRight.READ]
    return [say(registry.field(spec.key, name).label) for name in read]
