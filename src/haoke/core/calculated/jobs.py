"""What keeps calculated fields that look at other records: a subscriber of the Log, and a job for all rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from haoke.core import custom, registry
from haoke.core.access.actor import system
from haoke.core.calculated import following
from haoke.core.calculated.keeping import VIA, refresh
from haoke.core.ids import uuid7
from haoke.core.jobs import defer, job
from haoke.core.log import subscribe
from haoke.core.records import changes
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql, ident

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from haoke.core.log import Entry

CHUNK: Final = 2_000
#: More records of an object than that wait for the job that goes through all of them.
MOST: Final = 5_000
DEFINITIONS: Final = "custom_field"


def _listened_to() -> frozenset[str]:
    with custom.latest():
        return following.concerned() | {DEFINITIONS}


@subscribe("core.calculated", objects=_listened_to, verbs=("create", "update", "delete", "restore"))
def keep(entries: Sequence[Entry]) -> None:
    """Bring up to date what rests on what was written; once for all entries, so in any order."""
    for key in following.definitions(entries):
        defer(calculate_anew, object=key)
    found = following.affected(entries)
    if not found:
        return
    with changes(system(VIA), "calculate"):
        for key, ids in found.items():
            if len(ids) > MOST:
                defer(calculate_anew, object=key)
            else:
                refresh(key, sorted(ids))


@job("core.calculate", lock="core.calculate")
def calculate_anew(object: str) -> int:
    """Work out all calculated fields of all records of an object, a portion a transaction; how many were not right."""
    if object not in registry.objects():
        return 0
    done, last, change = 0, None, uuid7()
    while ids := _after(object, last):
        with changes(system(VIA), "calculate", change=change):
            done += refresh(object, ids)
        last = ids[-1]
    return done


def _after(key: str, last: UUID | None) -> list[UUID]:
    table = ident(registry.get(key).model._meta.db_table)
    query = f"SELECT id FROM {table} WHERE %s::uuid IS NULL OR id > %s ORDER BY id LIMIT {CHUNK}"
    return [row["id"] for row in fetch(Sql(query, (last, last)))]
