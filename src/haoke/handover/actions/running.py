"""A distribution from its preview to its undoing: small ones at once, large ones by a job that goes on where it was."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from haoke.approvals.actions import pass_on
from haoke.core import access, jobs, records, registry
from haoke.core.access.actor import Verb
from haoke.core.bulk import runs
from haoke.core.bulk.choosing import unpacked
from haoke.core.bulk.models import BulkRun
from haoke.core.errors import Conflict, Missing
from haoke.core.ids import uuid7
from haoke.core.records import changes
from haoke.core.text import T
from haoke.core.transfer import actors
from haoke.handover.actions import planning
from haoke.handover.actions.queueing import yours
from haoke.handover.choices import State as Standing
from haoke.handover.models import Handover, HandoverPart, HandoverRun
from haoke.handover.queries import over
from haoke.handover.queries.showing import receiver
from haoke.handover.rules import Distribution
from haoke.identity.actions import keep_reading, pass_on_shares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx

State = HandoverRun.State
BUSY = (State.CHECKING, State.RUNNING, State.UNDOING)
NOT_NOW = T("This is not possible in the present state", "当前状态下无法执行此操作")
WORKING = T("A distribution of this is being carried out; wait until it is done", "此交接正在执行中，请等待完成")


def try_out(actor: Actor, handover: UUID, asked: Distribution) -> HandoverRun:
    """Work out who would get what, and try it; nothing of it stays."""
    with changes(actor, "hand_over") as tx:
        found = yours(tx, handover)
        planning.check(actor, found, asked)
        if HandoverRun.objects.filter(handover=found, state__in=(State.RUNNING, State.UNDOING)).exists():
            raise Conflict(WORKING, code="working")
        made = HandoverRun.objects.create(handover=found, actor=actor.id, plan=asked.model_dump(mode="json"))
        many = sum(map(len, (found.chosen or {}).values())) > runs.AT_ONCE
        if many:
            _save(made, job=_deferred(actor, made))
        else:
            _plan(actor, made, found, asked)
            _prove(actor, made)
            _later(actor, made)
    return made if many else _at_once(actor, made)


def _plan(actor: Actor, run: HandoverRun, found: Handover, asked: Distribution) -> None:
    parts, left = planning.planned(actor, found, asked)
    _save(run, parts=parts, left=left)


def start(actor: Actor, handover: UUID) -> HandoverRun:
    """Carry out what was tried last; only whoever tried it."""
    with changes(actor, "hand_over") as tx:
        found = _locked(tx, handover, (State.READY,))
        if found.actor != actor.id:
            raise Conflict(NOT_NOW, code="not_now")
        _prove(actor, found)
        _save(found, state=State.RUNNING, change=uuid7())
        _later(actor, found)
    return _at_once(actor, found)


def undo(actor: Actor, handover: UUID) -> HandoverRun:
    """Give back what nobody has touched since."""
    with changes(actor, "undo") as tx:
        found = _locked(tx, handover, (State.DONE, State.FAILED))
        if found.change is None:
            raise Conflict(NOT_NOW, code="not_now")
        _prove(actor, found)
        _save(found, state=State.UNDOING)
        _later(actor, found)
    return _at_once(actor, found)


def _prove(actor: Actor, run: HandoverRun) -> None:
    """Configuration is part of it: ask who sits there before anything begins; raises StepUpRequired."""
    for key in {part.object for part in parts(run)}:
        access.require_proved(actor, registry.get(key), Verb.UPDATE)


def newest(handover: UUID) -> HandoverRun | None:
    """The distribution tried or carried out last; failed while its job lies among the dead letters."""
    return HandoverRun.objects.filter(handover=handover).order_by("-created_at", "-id").first()


def _locked(tx: Tx, handover: UUID, states: Sequence[str]) -> HandoverRun:
    found = yours(tx, handover)
    run = HandoverRun.objects.select_for_update().filter(handover=found).order_by("-created_at", "-id").first()
    if run is None or run.state not in states:
        raise Conflict(NOT_NOW, code="not_now")
    return run


def parts(run: HandoverRun) -> list[BulkRun]:
    """Its bulk changes, in the order they are done."""
    found = {each.id: each for each in BulkRun.objects.filter(id__in=run.parts).defer("records")}
    return [found[each] for each in run.parts if each in found]


def total(run: HandoverRun) -> int:
    """Number of records it is about."""
    return sum(each.total for each in parts(run))


def _later(actor: Actor, run: HandoverRun) -> None:
    if total(run) > runs.AT_ONCE:
        _save(run, job=_deferred(actor, run))


def _deferred(actor: Actor, run: HandoverRun) -> UUID:
    return jobs.defer(run_job, actor=actor, lock=f"handover:{run.id}", run=str(run.id))


def _at_once(actor: Actor, run: HandoverRun) -> HandoverRun:
    if total(run) <= runs.AT_ONCE:
        work_on(actor, run, lambda _done: None)
    return run


def _save(run: HandoverRun, **values: Any) -> None:
    for name, value in values.items():
        setattr(run, name, value)
    HandoverRun.objects.filter(pk=run.pk).update(**values)


# -- what the worker does ----------------------------------------------------------------------------------
@jobs.job("handover.run", T("Handover", "交接"), retry=5)
def run_job(run: str) -> None:
    """Go on with one distribution where it is."""
    found = HandoverRun.objects.get(id=run)
    progress = jobs.Progress()
    with actors.at_work(actors.load(found.actor, "handover")) as actor:
        if found.state == State.CHECKING and not found.parts:
            with transaction.atomic():
                _plan(actor, found, Handover._base_manager.get(pk=found.handover_id), Distribution(**found.plan))
        whole = total(found)
        work_on(actor, found, lambda done: progress.step(done, whole))


def work_on(actor: Actor, run: HandoverRun, step: Callable[[int], None]) -> None:
    """Do what its state asks for until it is done; whoever takes over goes on where the parts are."""
    if run.state == State.UNDOING:
        _take_back(actor, run, step)
    elif run.state in (State.CHECKING, State.RUNNING):
        before = 0
        for part in parts(run):
            if run.state == State.RUNNING and part.state == BulkRun.State.READY and run.change:
                runs.begin(part, run.change)
            runs.work_on(over(actor, registry.get(part.object)), part, partial(_step, step, before))
            before += part.total
        _finish(actor, run)


def _step(step: Callable[[int], None], before: int, done: int) -> None:
    step(before + done)


def _finish(actor: Actor, run: HandoverRun) -> None:
    if run.state == State.CHECKING:
        _save(run, state=State.READY)
        return
    found = Handover._base_manager.get(pk=run.handover_id)
    with transaction.atomic():
        with changes(actor, "hand_over", found.reason or "", change=run.change) as tx:
            rest = _rest(tx, found, Distribution(**run.plan), run)
        _save(run, state=State.DONE, rest=rest, finished_at=timezone.now())
    with changes(actor, "hand_over") as tx:
        _receive(tx, found, run)


def _rest(tx: Tx, found: Handover, asked: Distribution, run: HandoverRun) -> dict[str, Any]:
    """Approvals and shares go to one person; who stays may go on reading."""
    told: dict[str, Any] = {}
    if asked.rest is not None and not found.chosen and found.person_id is not None:
        told["approvals"] = pass_on(tx, found.person_id, asked.rest)
        told["shares"] = pass_on_shares(tx, found.person_id, asked.rest)
    if asked.keep and not found.left and found.person_id is not None:
        taken = [(part.object, each) for part in parts(run) for each in taken_by(part)]
        told["kept"] = keep_reading(tx, found.person_id, taken)
    return told


def taken_by(part: BulkRun) -> list[UUID]:
    """Ids of the records a bulk change did not refuse."""
    refused = set(part.refusals.values_list("record", flat=True))
    data = BulkRun.objects.values_list("records", flat=True).get(pk=part.pk)
    return [each for each, _ in unpacked(bytes(data)) if each not in refused]


def _receive(tx: Tx, found: Handover, run: HandoverRun) -> None:
    """Each successor learns what he got, or whose place he takes; the handover is done."""
    counts: dict[UUID, int] = defaultdict(int)
    for part in parts(run):
        # A position is no record of his.
        counts[receiver(part)] += part.done if "set" in part.work else 0
    placed = {receiver(part) for part in parts(run) if "each" in part.work and part.done}
    placed |= {UUID(run.plan["rest"])} if _passed(run) else set()
    for to in {**counts, **dict.fromkeys(placed)}:
        if counts[to] or to in placed:
            tx.add("handover_part", {"handover": found.id, "run": run.id, "owner": to, "records": counts[to]})
    _tell(tx, found, "received", [to for to, count in counts.items() if count])
    _tell(tx, found, "placed", sorted(to for to in placed if not counts[to]))
    tx.set("handover", found, {"state": Standing.DONE.value})


def _passed(run: HandoverRun) -> bool:
    """Whether approvals or shares went to the one who gets the rest."""
    return any((run.rest or {}).get(name, {}).get("passed") for name in ("approvals", "shares"))


def _tell(tx: Tx, found: Handover, news: str, people: Iterable[UUID]) -> None:
    told = [str(to) for to in people if to != tx.actor.id]
    if told:
        tx.note("handover", found, "tell", {"news": news, "to": told})


def _take_back(actor: Actor, run: HandoverRun, step: Callable[[int], None]) -> None:
    result: dict[str, Any] = {"change": None, "undone": 0, "kept": []}
    with suppress(Missing):  # it had changed nothing
        result = records.undo(actor, run.change or run.id, progress=step, whole=True, by=over)
    kept = result["kept"]
    told = {**result, "kept": kept[: runs.MOST_KEPT], "kept_count": len({each["id"] for each in kept})}
    with transaction.atomic():
        BulkRun.objects.filter(id__in=run.parts).update(state=BulkRun.State.UNDONE)
        _save(run, state=State.UNDONE, result=told, finished_at=timezone.now())
    with changes(actor, "undo") as tx:
        for part in HandoverPart._base_manager.filter(run=run.id, deleted_at=None):
            tx.drop("handover_part", part)
        tx.set("handover", run.handover_id, {"state": Standing.OPEN.value})
