"""The search for what could be written better: all records of an object, whoever may see them, by a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from haoke.core import jobs, registry
from haoke.core.records import storage
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql, ident
from haoke.core.text import T, say
from haoke.dataquality.models import CleaningFind, CleaningScan
from haoke.dataquality.queries.cleaning import digest, listed, loaded, looks, suggested, written
from haoke.dataquality.rules.cleaners import Meant, spellings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from haoke.core.records.storage import Row
    from haoke.core.spec import ObjectSpec

CHUNK: Final = 5_000
#: Different texts of a field that are compared with each other.
_TEXTS: Final = 20_000
READING: Final = T("Looking through the records", "正在检查记录")
_KEEP: Final = """INSERT INTO dataquality_cleaningfind AS f (object, record, kind, field, digest, never)
    SELECT %s, n.record, n.kind, n.field, n.digest, false FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[])
        n(record, kind, field, digest)
    ON CONFLICT (object, record, kind, field)
    DO UPDATE SET digest = excluded.digest, never = f.never AND f.digest = excluded.digest"""


def scan(key: str) -> int:
    """Look through all records of an object and keep what is found in place of what was; how many records."""
    spec, told = registry.get(key), jobs.Progress()
    known = _spellings(spec)
    ((total,),) = rows(Sql(f"SELECT count(*) FROM {storage.table(spec.model)} WHERE deleted_at IS NULL"))
    read, found = 0, list[tuple[UUID, str, str, str]]()
    for chunk in _chunks(spec):
        for row, (record, values) in zip(chunk, loaded(spec, chunk), strict=True):
            found += [
                (record, cleaner.key, name, row[f"{name}?"]) for cleaner, name, _ in suggested(key, values, known)
            ]
        read += len(chunk)
        told.step(read, max(total, read), READING)
    with transaction.atomic():
        jobs.fence()
        _keep(key, found)
        done = {"records": read, "found": len(found), "spellings": known, "finished_at": timezone.now()}
        CleaningScan.objects.filter(object=key).update(**done)
    return read


def _chunks(spec: ObjectSpec) -> Iterator[list[Row]]:
    digests = "".join(f", {digest(field, 'r')} AS {ident(f'{name}?')}" for name, field in written(spec.key).items())
    head = f"SELECT {listed(spec)}{digests} FROM {storage.table(spec.model)} r WHERE r.deleted_at IS NULL AND "
    last = Sql("TRUE")
    while found := storage.fetch(Sql(head) + last + Sql(" ORDER BY r.id LIMIT %s", (CHUNK,))):
        yield found
        last = Sql("r.id > %s", (found[-1]["id"],))


def _keep(key: str, found: Sequence[tuple[UUID, str, str, str]]) -> None:
    """What is found no longer goes; what somebody never wants to hear of stays so while it says the same."""
    CleaningFind.objects.filter(object=key, never=False).delete()
    with connection.cursor() as cursor:
        for start in range(0, len(found), CHUNK):
            columns = zip(*found[start : start + CHUNK], strict=True)
            cursor.execute(_KEEP, [key, *map(list, columns)])


def _spellings(spec: ObjectSpec) -> dict[str, dict[str, str]]:
    """{field: {as it is written: as it is meant}} of free texts."""
    labels = [
        say(choice["label"], "en") for each in written(spec.key).values() if each.type.kind == "choice"
        for choice in each.type.meta()["choices"]
    ]  # fmt: skip
    asked = (look.name for cleaner, look in looks(spec.key) if cleaner.key == Meant.key)
    found = {name: spellings(_counted(spec, name), labels) for name in asked}
    return {name: each for name, each in found.items() if each}


def _counted(spec: ObjectSpec, name: str) -> list[tuple[str, int]]:
    """(text, how often) of one field, the most frequent first."""
    column = registry.field(spec.key, name).column("r").text
    query = f"SELECT {column}, count(*) FROM {storage.table(spec.model)} r WHERE r.deleted_at IS NULL"
    return [
        (str(text), many)
        for text, many in rows(Sql(f"{query} AND {column} <> '' GROUP BY 1 ORDER BY 2 DESC LIMIT {_TEXTS}"))
    ]
