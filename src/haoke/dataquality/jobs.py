"""What is done to a whole base: a search from its start to its pairs, and the merge of those that are surely one."""

from __future__ import annotations

import heapq
import tempfile
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.utils import timezone

from haoke.core import access, clock, custom, jobs, registry
from haoke.core.access.actor import SYSTEM_ID, Verb, system
from haoke.core.errors import Conflict, Missing, Refused
from haoke.core.ids import uuid7
from haoke.core.jobs.models import Job
from haoke.core.jobs.registry import kind_of
from haoke.core.merging import former
from haoke.core.merging.work import Wanted
from haoke.core.records import changes, storage
from haoke.core.records.reading.running import rows
from haoke.core.records.undoing import undo
from haoke.core.sql import Sql
from haoke.core.text import T, say
from haoke.core.transfer import actors
from haoke.dataquality.actions import forget_weeks, keep_week, scan
from haoke.dataquality.models import CleaningScan, DuplicatePair, DuplicateSearch
from haoke.dataquality.queries import reviewing
from haoke.dataquality.queries.cleaning import cleanable
from haoke.dataquality.queries.engine import pairs
from haoke.dataquality.queries.features import features, lines
from haoke.identity.queries import cleaning_weekday

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.spec import ObjectSpec
    from haoke.dataquality.queries.engine import Pair

#: Hours of the company in which records are looked through.
NIGHT: Final = range(1, 6)
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
#: The likeliest are kept; nobody looks at more.
MOST: Final = 20_000
_BUSY: Final = ("queued", "running")
RUNNING: Final = T("This search is running already", "查重正在进行，请稍候")
READING, COMPARING = T("Reading records", "正在读取记录"), T("Comparing them", "正在比对")
MERGING: Final = T("Merging", "正在合并")
#: Refused pairs that are told one by one.
MOST_TOLD: Final = 100
#: Merges in bulk that are offered to be undone.
MOST_LISTED: Final = 3
_KEEP: Final = """INSERT INTO dataquality_duplicatepair AS p (object, "left", "right", score, levels, state)
    SELECT %s, a, b, score, levels::jsonb, 'open'
    FROM unnest(%s::uuid[], %s::uuid[], %s::float8[], %s::text[]) n(a, b, score, levels)
    ON CONFLICT (object, "left", "right") DO UPDATE SET score = excluded.score, levels = excluded.levels"""


def start(actor: Actor, spec: ObjectSpec) -> DuplicateSearch:
    """Search all records of an object, whoever may see them; pairs are shown to those who may merge both."""
    access.require(actor, spec, Verb.MERGE)
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


def failure(job: UUID | None) -> dict[str, str] | None:
    """{en, zh}: why a job was given up; None when it was not."""
    found = Job.objects.filter(id=job, state=Job.State.FAILED).first() if job else None
    return None if found is None else found.message or {}


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


def start_merge(actor: Actor, spec: ObjectSpec, score: float) -> dict[str, Any]:
    """Merge every pair from a score on, the later record into the older one: {job, change, pairs}."""
    for verb in (Verb.MERGE, Verb.UPDATE, Verb.DELETE):
        access.require(actor, spec, verb)
    change, many = uuid7(), len(reviewing.scored(actor, spec, score))
    job = jobs.defer(
        merge_job, actor=actor, lock=f"merge:{spec.key}", object=spec.key, score=score, change=str(change),
        user=str(actor.id), scopes=actors.scopes_of(actor),
    )  # fmt: skip
    return {"job": str(job), "change": str(change), "pairs": many}


@jobs.job("duplicates.merge", T("Merge of duplicates", "批量合并重复记录"))
def merge_job(object: str, score: float, change: str, user: str, scopes: list[str] | None) -> dict[str, Any]:
    """{change, merged, refused: [{left, right, message}]}; all of it is one change, to be undone as one."""
    spec, job = registry.get(object), jobs.Progress()
    with actors.at_work(actors.load(UUID(user), "job", scopes)) as actor:
        found = reviewing.scored(actor, spec, score)
        run = _Merging(actor, spec, UUID(change))
        for at, (left, right) in enumerate(found, 1):
            run.one(left, right)
            job.step(at, len(found), MERGING)
    return {"change": change, "merged": run.merged, "refused": run.refused[:MOST_TOLD], "left": len(run.refused)}


def merges(actor: Actor, spec: ObjectSpec) -> list[dict[str, Any]]:
    """[{change, at, merged}]: the latest merges in bulk that stand, his own; of everybody for administrators."""
    access.require(actor, spec, Verb.MERGE)
    kept = Job.objects.filter(kind=kind_of(merge_job).name, arguments__object=spec.key).exclude(state__in=_BUSY)
    mine = kept if actor.admin else kept.filter(actor=actor.id)
    at = {UUID(job.arguments["change"]): job.finished_at for job in mine.order_by("-created_at")[:MOST_LISTED]}
    still = former.standing(list(at))
    return [{"change": str(each), "at": when, "merged": still[each]} for each, when in at.items() if each in still]


def start_undo(actor: Actor, spec: ObjectSpec, change: UUID) -> dict[str, Any]:
    """Take a merge in bulk apart again: {job}."""
    if str(change) not in {each["change"] for each in merges(actor, spec)}:
        raise Missing
    job = jobs.defer(
        undo_job, actor=actor, lock=f"merge:{spec.key}", change=str(change), user=str(actor.id),
        scopes=actors.scopes_of(actor),
    )  # fmt: skip
    return {"job": str(job)}


@jobs.job("duplicates.undo", T("Undo of a merge of duplicates", "撤销批量合并"))
def undo_job(change: str, user: str, scopes: list[str] | None) -> dict[str, Any]:
    """{undone, kept}: how many records were written, and the edits since that stay."""
    with actors.at_work(actors.load(UUID(user), "job", scopes)) as actor:
        done = undo(actor, UUID(change))
    return {"undone": done["undone"], "kept": len(done["kept"])}


class _Merging:
    """Pairs merged one after the other under one change; what went up into another record is followed there."""

    def __init__(self, actor: Actor, spec: ObjectSpec, change: UUID) -> None:
        self.actor, self.spec, self.change = actor, spec, change
        self.merged, self.refused, self._went = 0, list[dict[str, str]](), dict[UUID, UUID]()

    def one(self, left: UUID, right: UUID) -> None:
        keep, gone = sorted((self._now(left), self._now(right)))
        if keep == gone:
            return
        try:
            with changes(self.actor, "merge", change=self.change) as tx:
                jobs.fence()
                tx.merge(self.spec.key, Wanted(keep, gone, {}))
        except Refused as refused:
            self.refused.append({"left": str(left), "right": str(right), "message": say(refused.message)})
        else:
            self._went[gone], self.merged = keep, self.merged + 1

    def _now(self, record: UUID) -> UUID:
        while record in self._went:
            record = self._went[record]
        return record


@jobs.job(
    "dataquality.weekly", T("Note how well records are kept", "记录每周数据质量"), every="23 1 * * 1", atomic=True,
    lock="dataquality.weekly",
)  # fmt: skip
def weekly_job() -> int:
    """One line an object, owner and department; how many."""
    forget_weeks()
    with custom.latest(), actors.company():
        return keep_week(clock.today())


def next_scan() -> date | None:
    """The day on which all records are looked through by themselves next; None: they are not."""
    day, here = cleaning_weekday(), clock.now().astimezone(clock.timezone())
    if day is None:
        return None
    ahead = (day - here.weekday()) % 7
    return here.date() + timedelta(days=ahead or (7 if here.hour >= NIGHT.stop else 0))


def start_scan(actor: Actor, spec: ObjectSpec) -> None:
    """Look through all records of an object for what could be written better; who may write it is shown it."""
    access.require(actor, spec, Verb.UPDATE)
    with transaction.atomic():
        found, new = CleaningScan.objects.select_for_update().get_or_create(
            object=spec.key, defaults={"actor": actor.id}
        )
        if not new and progress(found.job) is not None:
            raise Conflict(RUNNING, code="running")
        found.actor, found.started_at = actor.id, timezone.now()
        found.job = jobs.defer(scan_job, actor=actor, lock=f"cleaning:{spec.key}", object=spec.key)
        found.save()


@jobs.job("cleaning.weekly", T("Begin to look for what to clean", "启动每周清洗检查"), every="33 * * * *")
def weekly_scans() -> int:
    """Begin the week's search through every object, at night of the day the company says; how many."""
    with custom.latest(), actors.company():
        here = clock.now().astimezone(clock.timezone())
        if here.weekday() != cleaning_weekday() or here.hour not in NIGHT:
            return 0
        return sum(_begun(spec) for spec in registry.objects().values() if cleanable(spec) and _in_use(spec))


def _in_use(spec: ObjectSpec) -> bool:
    return spec.key not in registry.off() and bool(rows(Sql(f"SELECT 1 FROM {storage.table(spec.model)} LIMIT 1")))


def _begun(spec: ObjectSpec) -> bool:
    """Whether tonight's search of an object begins now, rather than having begun already."""
    with transaction.atomic():
        found, _ = CleaningScan.objects.select_for_update().get_or_create(
            object=spec.key, defaults={"actor": SYSTEM_ID, "started_at": _LONG_AGO}
        )
        if progress(found.job) is not None or found.started_at > clock.now() - timedelta(hours=len(NIGHT)):
            return False
        found.actor, found.started_at = SYSTEM_ID, clock.now()
        found.job = jobs.defer(scan_job, actor=system(), lock=f"cleaning:{spec.key}", object=spec.key)
        found.save()
        return True


@jobs.job("cleaning.scan", T("Look for what could be written better", "查找可清洗的内容"), retry=2)
def scan_job(object: str) -> int:
    """One object; how many records."""
    with custom.latest(), actors.company():
        return scan(object)


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
