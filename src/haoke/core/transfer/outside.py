"""By which numbers other systems know a record: what the id columns of imported files said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core.records.reading import read_one
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

NUMBERS = T("Numbers in other systems", "外部编号")
#: The rows of a source that has a column of ids; one without an id of its own is known by its title or place.
_FROM = """FROM core_importmemory m
    JOIN core_importsource s ON s.id = m.source_id AND s.object = m.object AND s.key <> ''
    LEFT JOIN core_import i ON i.id = m.batch
    WHERE m.object = %s AND m.key NOT LIKE %s AND m.key NOT LIKE ALL(%s)"""
_KNOWN = f"""SELECT coalesce(nullif(s."column", ''), s.key), m.key, coalesce(nullif(s.file, ''), i.name), i.finished_at
    {_FROM} AND m.record = %s ORDER BY m.id"""
_OF_MANY = f"SELECT m.record::text, m.key {_FROM} AND m.record = ANY(%s::uuid[]) ORDER BY m.id"
_ANY = f"SELECT EXISTS (SELECT 1 {_FROM})"


def numbers(actor: Actor, spec: ObjectSpec, record: UUID) -> list[dict[str, Any]]:
    """[{system, number, file, at}] of a record the actor sees; raises Missing. `system` is the file's id column."""
    own = read_one(actor, spec, record).get("number")  # whole, as its page reads it: once for all panels
    found = rows(Sql(_KNOWN, (*_given(spec), record)), prepared=True)
    return [
        {"system": system, "number": number, "file": file, "at": at and at.isoformat()}
        for system, number, file, at in found
        if number != own
    ]


def numbers_of(spec: ObjectSpec, records: Iterable[str]) -> dict[str, list[str]]:
    """{record: numbers} of records of which the caller has seen to it that they may be read."""
    found: dict[str, list[str]] = {}
    for record, number in rows(Sql(_OF_MANY, (*_given(spec), list(records)))):
        found.setdefault(record, []).append(number)
    return found


def has_numbers(spec: ObjectSpec) -> bool:
    """Whether any file with a column of ids has brought records of the object."""
    return bool(rows(Sql(_ANY, _given(spec)))[0][0])


def _given(spec: ObjectSpec) -> tuple[Any, ...]:
    names = [names if isinstance(names, str) else ",".join(names) for names in (*spec.match, spec.title)]
    return spec.key, "row|%", [f"{name}|%" for name in names]
