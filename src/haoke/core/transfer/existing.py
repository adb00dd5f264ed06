"""Records that are there already: found by a former import, by the fields that identify them, or by their title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from haoke.core import access, registry
from haoke.core.access.actor import FieldRight
from haoke.core.merging import former
from haoke.core.records import storage
from haoke.core.sql import Sql, ident
from haoke.core.text import current_language
from haoke.core.transfer.drafts import Memory, fold
from haoke.core.transfer.models import ImportMemory, ImportSource

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.fields import FieldDef

_TITLES = 20_000
_ALIKE = 0.6


def titles(actor: Actor, key: str, wanted: Iterable[str] | None = None) -> list[tuple[UUID, tuple[str, ...]]]:
    """(id, names) of the visible records of an object: all of them up to 20,000, else only those with a wanted name."""
    spec = registry.get(key)
    item = registry.field(key, spec.title)
    select = Sql(f"SELECT r.id, r.{ident(item.columns[0])} AS title FROM {storage.table(spec.model)} r WHERE ")
    seen = access.visible_to(actor, spec, "read")
    rows = storage.fetch(select + seen + Sql(" ORDER BY r.id LIMIT %s", (_TITLES + 1,)))
    if len(rows) > _TITLES and wanted is not None and item.type.sql_type == "text":
        names = [fold(text) for text in wanted]
        rows = storage.fetch(select + seen + Sql(f" AND lower(r.{ident(item.columns[0])}) = ANY(%s)", (names,)))
    return [(row["id"], _names(row["title"])) for row in rows if row["title"]]


def _names(title: Any) -> tuple[str, ...]:
    if isinstance(title, Mapping):
        return tuple(dict.fromkeys(text for text in (title.get(current_language()), *title.values()) if text))
    return (str(title),)


def by_field(actor: Actor, key: str, name: str, values: Iterable[str]) -> dict[str, UUID]:
    """{folded value: id} of visible records whose text field `name` holds one of the values; doubtful ones left out.

    None where the actor does not read the field in full: finding a record by it would tell what it holds.
    """
    spec = registry.get(key)
    item = registry.field(key, name)
    if access.field_right(actor, spec, name) < FieldRight.READ:
        return {}
    column = f"r.{ident(item.columns[0])}"
    wanted = sorted({fold(value) for value in values if value})
    translated = item.type.kind == "translated"
    if not wanted or not (translated or item.type.sql_type in ("text", "citext")):
        return {}
    # Administrators' names in two languages are few: all of them are looked at.
    narrow = Sql("") if translated else Sql(f"lower({column}) = ANY(%s) AND ", (wanted,))
    rows = storage.fetch(
        Sql(f"SELECT r.id, {column} AS value FROM {storage.table(spec.model)} r WHERE ")
        + narrow
        + access.visible_to(actor, spec, "read")
        + Sql(" ORDER BY r.id")
    )
    if name == "number":
        rows += former.bearing(actor, spec, wanted)
    found: dict[str, UUID] = {}
    twice: set[str] = set()
    for row in rows:
        for text in {fold(said) for said in _spellings(item, row["value"])}:
            if found.setdefault(text, row["id"]) != row["id"]:
                twice.add(text)
    return {text: record for text, record in found.items() if text not in twice or name == spec.title}


def _spellings(item: FieldDef, value: Any) -> tuple[str, ...]:
    """How files may write a value: a translated one in either language or in both."""
    if not isinstance(value, Mapping):
        return (value,)
    return (*_names(value), item.type.format(value, "zh"))


def rows_of(actor: Actor, key: str, ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """{id: {field: value}} of visible records, in the bin or not."""
    spec = registry.get(key)
    wanted = list(ids)
    if not wanted:
        return {}
    select = Sql(
        f"SELECT {storage.listed(storage.columns(spec), 'r')} FROM {storage.table(spec.model)} r WHERE r.id = ANY(%s) AND ",  # noqa: E501 (one sentence or statement)
        (wanted,),
    )
    found = storage.fetch(select + access.visible_to(actor, spec, "read"))
    found += storage.fetch(select + access.visible_to(actor, spec, "read", deleted=True))
    return {row["id"]: {**storage.values(spec, row), "@deleted": row["deleted_at"] is not None} for row in found}


def source_of(object_key: str, key: str, headers: tuple[str, ...]) -> ImportSource | None:
    """The source a table was imported from before: same object and key column, mostly the same headers."""
    best, share = None, _ALIKE
    for source in ImportSource.objects.filter(object=object_key, key=key):
        theirs = set(source.headers)
        alike = len(theirs & set(headers)) / max(1, len(theirs | set(headers)))
        if alike >= share:
            best, share = source, alike
    return best


def remembered(source: ImportSource) -> dict[tuple[str, str], Memory]:
    """{(object, key): memory} of a source."""
    rows = ImportMemory.objects.filter(source=source).values_list("object", "key", "record", "version", "values")
    return {(key, name): Memory(record, version, values) for key, name, record, version, values in rows.iterator()}
