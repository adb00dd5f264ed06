"""A bulk change from its preview to its undoing; small ones are done at once, large ones by a job in chunks."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from haoke.core import jobs, records, registry
from haoke.core.bulk import choosing
from haoke.core.bulk.models import BulkRefusal, BulkRun
from haoke.core.bulk.work import Work, carry_out
from haoke.core.errors import Conflict, Missing
from haoke.core.ids import uuid7
from haoke.core.records import Outcome, changes
from haoke.core.text import T, say
from haoke.core.transfer import actors

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from haoke.core.access.actor import Actor
    from haoke.core.bulk.work import Mark
    from haoke.core.errors import Refused
    from haoke.core.records import Verdict
    from haoke.core.spec import ObjectSpec

State = BulkRun.State
#: Up to so many records are tried and changed while the request waits.
AT_ONCE = 200
CHUNK = 2000
#: Records an undo left as they are that are named one by one.
MOST_KEPT = 1000
NOT_NOW = T("This is not possible in the present state", "当前状态下无法执行此操作")
BUSY = (State.CHECKING, State.RUNNING)


class _Tried(Exception):
    """Ends a trial; takes everything back."""


def preview(actor: Actor, spec: ObjectSpec, target: dict[str, Any], work: Work) -> BulkRun:
    """Choose the records and try the work on them; `target` is {ids} or {filter, q, scope}."""
    work.check(actor, spec)
    if target.get("ids") is not None:
        marks = choosing.named(actor, spec, target["ids"], deleted=work.restore)
    else:
        most = choosing.MOST_ACTIONS if work.action else choosing.MOST
        marks = choosing.matching(actor, spec, target, most=most, deleted=work.restore)
    return tried(actor, spec, marks, work)


def tried(actor: Actor, spec: ObjectSpec, marks: Sequence[Mark], work: Work) -> BulkRun:
    """Try a piece of work on records that have been chosen, at once or by a job."""
    with transaction.atomic():
        made = keep(actor, spec, marks, work)
        _later(actor, made)
    return _at_once(actor, made)


def keep(actor: Actor, spec: ObjectSpec, marks: Sequence[Mark], work: Work) -> BulkRun:
    """A bulk change that waits to be tried, and does so by nothing but `work_on`."""
    return BulkRun.objects.create(
        actor=actor.id, via=actor.via, key_scopes=actors.scopes_of(actor), object=spec.key, work=work.stored(),
        records=choosing.packed(marks), total=len(marks),
    )  # fmt: skip


def within(actor: Actor) -> QuerySet[BulkRun]:
    """All there are; of a key made for a few things those it began itself."""
    kept = {} if actor.key_scopes is None else {"key_scopes": actors.scopes_of(actor)}
    return BulkRun.objects.filter(**kept)


def get(actor: Actor, run: UUID) -> BulkRun:
    """A bulk change, for whoever made it, a narrow key its own, and administrators; raises Missing."""
    found = within(actor).defer("records").filter(id=run).first()
    if found is None or (found.actor != actor.id and not actor.admin):
        raise Missing
    return _standing(actor, found)


def _standing(actor: Actor, run: BulkRun) -> BulkRun:
    """The same, failed while its job lies among the dead letters; started again there, it goes on where it was."""
    if run.job is None or run.state not in (*BUSY, State.UNDOING):
        return run
    with suppress(Missing):
        job = jobs.view(actor, run.job)
        if job["state"] == "failed":
            run.state, run.message = State.FAILED, job["message"]
    return run


def start(actor: Actor, run: UUID) -> BulkRun:
    """Carry out what was tried, on the records as they were then; only whoever tried it."""
    with transaction.atomic():
        found = _locked(actor, run, (State.READY,))
        if found.actor != actor.id:
            raise Missing
        begin(found, uuid7())
        _later(actor, found)
    return _at_once(actor, found)


def begin(run: BulkRun, change: UUID) -> None:
    """What was tried is to be done from its beginning, as a part of that change."""
    BulkRefusal.objects.filter(run=run).delete()
    _save(run, state=State.RUNNING, change=change, position=0, done=0, unchanged=0, refused=0)


def stop(actor: Actor, run: UUID) -> BulkRun:
    """Leave off after the chunk being done; what is done stays and can be undone."""
    with transaction.atomic():
        found = _locked(actor, run, BUSY)
        _save(found, state=State.STOPPED, finished_at=timezone.now())
    return found


def undo(actor: Actor, run: UUID) -> BulkRun:
    """Put back whatever nobody has edited since."""
    with transaction.atomic():
        found = _locked(actor, run, (State.DONE, State.STOPPED, State.FAILED))
        if found.change is None:
            raise Conflict(NOT_NOW, code="not_now")
        _save(found, state=State.UNDOING, position=0)
        _later(actor, found)
    return _at_once(actor, found)


def _locked(actor: Actor, run: UUID, states: Sequence[str]) -> BulkRun:
    get(actor, run)
    found = _standing(actor, BulkRun.objects.select_for_update().get(id=run))
    if found.state not in states:
        raise Conflict(NOT_NOW, code="not_now")
    return found


def _later(actor: Actor, run: BulkRun) -> None:
    if run.total > AT_ONCE:
        _save(run, job=jobs.defer(run_job, actor=actor, lock=f"bulk:{run.id}", run=str(run.id)))


def _at_once(actor: Actor, run: BulkRun) -> BulkRun:
    if run.total <= AT_ONCE:
        work_on(actor, run, lambda _done: None)
    return run


def _save(run: BulkRun, **values: Any) -> None:
    for name, value in values.items():
        setattr(run, name, value)
    run.save(update_fields=list(values))


# -- what the worker does ----------------------------------------------------------------------------------
@jobs.job("bulk.run", T("Bulk change", "批量操作"), retry=5)
def run_job(run: str) -> None:
    """Go on with one bulk change where it is."""
    found = BulkRun.objects.get(id=run)
    progress = jobs.Progress()
    with actors.at_work(actors.load(found.actor, found.via, found.key_scopes)) as actor:
        work_on(actor, found, lambda done: progress.step(done, found.total))


@jobs.job("bulk.sweep", T("Forget old bulk changes", "清理过期的批量操作"), every="52 4 * * *")
def sweep() -> int:
    """Forget bulk changes a month old (the Log keeps what they did); how many."""
    month_ago = timezone.now() - timedelta(days=30)
    return BulkRun.objects.filter(created_at__lt=month_ago).delete()[1].get("core.BulkRun", 0)


def work_on(actor: Actor, run: BulkRun, step: Callable[[int], None]) -> None:
    """Do what the run's state asks for until it is done or stopped."""
    if run.state == State.UNDOING:
        _take_back(actor, run, step)
    if run.state not in BUSY:
        return
    marks = choosing.unpacked(bytes(run.records))
    spec, work, state = registry.get(run.object), Work(**run.work), run.state
    while run.state == state and _chunk(actor, run, (spec, work), marks, state):
        step(run.position)


def _chunk(actor: Actor, run: BulkRun, what: tuple[ObjectSpec, Work], marks: Sequence[Mark], state: str) -> bool:
    """Try or change the next records, note the verdicts, and end when there are no more; False when stopped.

    One transaction: whoever takes over after a crash finds the verdicts exactly of what is done.
    """
    with transaction.atomic():
        present = BulkRun.objects.select_for_update().defer("records").get(id=run.id)
        run.state, run.position = present.state, present.position
        if run.state != state:
            return False
        some = marks[run.position : run.position + CHUNK]
        verdicts = _tried(actor, what, some) if state == State.CHECKING else _changed(actor, run, what, some)
        _note(run, verdicts, some)
        if run.position >= run.total:
            ended = State.READY if state == State.CHECKING else State.DONE
            _save(run, state=ended, finished_at=timezone.now())
    return True


def _tried(actor: Actor, what: tuple[ObjectSpec, Work], some: Sequence[Mark]) -> list[Verdict]:
    spec, work = what
    found: list[Verdict] = []
    with suppress(_Tried), changes(actor, work.name, work.reason) as tx:
        found = carry_out(tx, spec, work, some, trying=True)
        raise _Tried
    return found


def _changed(actor: Actor, run: BulkRun, what: tuple[ObjectSpec, Work], some: Sequence[Mark]) -> list[Verdict]:
    spec, work = what
    with changes(actor, work.name, work.reason, change=run.change) as tx:
        return carry_out(tx, spec, work, some)


def _note(run: BulkRun, verdicts: Sequence[Verdict], some: Sequence[Mark]) -> None:
    refused = [(mark[0], verdict.error) for mark, verdict in zip(some, verdicts, strict=True) if verdict.error]
    BulkRefusal.objects.bulk_create([_refusal(run, record, error) for record, error in refused], batch_size=1000)
    unchanged = sum(verdict.outcome is Outcome.UNCHANGED for verdict in verdicts)
    _save(
        run,
        position=run.position + len(some),
        done=run.done + len(some) - len(refused) - unchanged,
        unchanged=run.unchanged + unchanged,
        refused=run.refused + len(refused),
    )


def _refusal(run: BulkRun, record: UUID, error: Refused) -> BulkRefusal:
    first = error.problems[0] if error.problems else None
    message = first.message if first else error.message
    field, code = (first.field, first.code) if first else ("", error.code)
    reason = None if message.general is message else _both(message.general)
    given = {"field": field[:100], "code": code[:60], "message": _both(message), "reason": reason}
    return BulkRefusal(run=run, record=record, **given)


def _both(text: T) -> dict[str, str]:
    return {"en": say(text, "en"), "zh": say(text, "zh")}


def _take_back(actor: Actor, run: BulkRun, step: Callable[[int], None]) -> None:
    result: dict[str, Any] = {"change": None, "undone": 0, "kept": []}
    with suppress(Missing):  # it had changed nothing
        result = records.undo(actor, run.change or run.id, progress=step)
    kept = result["kept"]
    shown = {**result, "kept": kept[:MOST_KEPT], "kept_count": len(kept)}
    _save(run, state=State.UNDONE, finished_at=timezone.now(), result=shown)
