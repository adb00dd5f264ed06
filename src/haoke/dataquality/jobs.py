"""A search from its start to its pairs: a job that reads all records of an object and keeps what it finds."""

from __future__ import annotations

import heapq
import tempfile
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson
from django.db import connection, transaction
from django.utils import timezone

from haoke.core import access, jobs, registry
from haoke.core.errors import Conflict, Missing
from haoke.core.jobs.models import Job
from haoke.core.records import storage
from haoke.core.records.reading.running import rows
from haoke.core.sql import Sql
from haoke.core.text import T
from haoke.dataquality.models import DuplicatePair, DuplicateSearch
from haoke.dataquality.queries.engine import pairs
from haoke.dataquality.queries.features import features, lines
from haoke.dataquality.queries.reviewing import MERGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec
    from haoke.dataquality.queries.engine import Pair

#: The likeliest are kept; nobody looks at more.
MOST: Final = 20_000
_BUSY: Final = ("queued", "running")
RUNNING: Final = T("This search is running already", "查重正在进行，请稍候")
READING, COMPARING = T("Reading records", "正在读取记录"), T("Comparing them", "正在比对")
_KEEP: Final = """INSERT INTO dataquality_duplicatepair AS p (object, "left", "right", score, levels, state)
    SELECT %s, a, b, score, levels::jsonb, 'open'
    FROM unnest(%s::uuid[], %s::uuid[], %s::float8[], %s::text[]) n(a, b, score, levels)
    ON CONFLICT (object, "left", "right") DO UPDATE SET score = excluded.score, levels = excluded.levels"""


def start(actor: Actor, spec: ObjectSpec) -> DuplicateSearch:
    """Search all records of an object, whoever may see them; pairs are shown to those who may merge both."""
    access.require(actor, spec, MERGE)
    if not features(spec.key):
        raise Missing
    with transaction.atomic():
        found, new = DuplicateSearch.objects.select_for_update().get_or_create(
            object=spec.key, defaults={"actor": actor.id}
        )
        if not new and progress(found.job) is not None:
            raise Conflict(RUNNING, code="running")
        found.actor, found.started_at = actor.id, timezone.now()
        found.job = jobs.defer(search_job, actor=actor, lock="duplicates", object=spec.key)
        found.save()
    return found


def progress(job: UUID | None) -> dict[str, Any] | None:
    """{done, total, message} of a job that is not over."""
    found = Job.objects.filter(id=job, state__in=_BUSY).first() if job else None
    return None if found is None else {"done": found.done, "total": found.total, "message": found.message or {}}


@jobs.job("duplicates.search", T("Search for duplicates", "全库查重"), retry=2)
def search_job(object: str) -> None:
    """Find the pairs of an object and keep them in place of those of the last search."""
    told = _Told(registry.get(object))
    with tempfile.TemporaryDirectory(prefix="haoke-duplicates-") as folder:
        found = pairs(told.lines(), tuple(features(object)), Path(folder))
        best = heapq.nlargest(MOST, found, key=attrgetter("score"))
    with transaction.atomic():
        jobs.fence()
        DuplicatePair.objects.filter(object=object, state=DuplicatePair.State.OPEN).delete()
        keep(object, best)
        done = {"records": told.read, "found": len(best), "finished_at": timezone.now()}
        DuplicateSearch.objects.filter(object=object).update(**done)


def keep(object: str, best: Sequence[Pair]) -> None:
    """Keep pairs; those people called different stay different."""
    levels = [orjson.dumps({str(kind): level for kind, level in each.levels.items()}).decode() for each in best]
    ids = [each.left for each in best], [each.right for each in best]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [object, *ids, [each.score for each in best], levels])


class _Told:
    """The records of an object on their way into the comparison, counted and told."""

    def __init__(self, spec: ObjectSpec) -> None:
        self.spec, self.read = spec, 0

    def lines(self) -> Iterator[dict[str, str]]:
        table, job = storage.table(self.spec.model), jobs.Progress()
        ((total,),) = rows(Sql(f"SELECT count(*) FROM {table} WHERE deleted_at IS NULL"))
        for line in lines(self.spec):
            yield line
            self.read += 1
            job.step(self.read, max(total, self.read + 1), READING)
        job.step(self.read, self.read, COMPARING)
