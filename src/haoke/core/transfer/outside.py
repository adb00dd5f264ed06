"""By which numbers other systems know a record: what the id columns of imported files said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from haoke.core.records.reading import read_one
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec

#: The rows of a source that has a column of ids; one without an id of its own is known by its title or place.
_KNOWN = """SELECT coalesce(nullif(s."column", ''), s.key), m.key, coalesce(nullif(s.file, ''), i.name), i.finished_at
    FROM core_importmemory m
    JOIN core_importsource s ON s.id = m.source_id AND s.object = m.object AND s.key <> ''
    LEFT JOIN core_import i ON i.id = m.batch
    WHERE m.record = %s AND m.object = %s AND m.key NOT LIKE %s AND m.key NOT LIKE ALL(%s) ORDER BY m.id"""


def numbers(actor: Actor, spec: ObjectSpec, record: UUID) -> list[dict[str, Any]]:
    """[{system, number, file, at}] of a record the actor sees; raises Missing. `system` is the file's id column."""
    own = read_one(actor, spec, record, fields=(spec.title,)).get("number")
    names = [names if isinstance(names, str) else ",".join(names) for names in (*spec.match, spec.title)]
    made_up = [f"{name}|%" for name in names]
    found = rows(Sql(_KNOWN, (record, spec.key, "row|%", made_up)))
    return [
        {"system": system, "number": number, "file": file, "at": at and at.isoformat()}
        for system, number, file, at in found
        if number != own
    ]
