"""How runs come about: once for each occasion, again when replayed or woken, never in circles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import Count

from haoke.approvals.queries import ended
from haoke.automation.actions.lanes import enqueue
from haoke.automation.actions.running import write
from haoke.automation.choices import RunState
from haoke.automation.models import Automation, AutomationRun
from haoke.automation.rules import VIA
from haoke.automation.rules.documents import steps_of, stored, walk
from haoke.core import clock
from haoke.core.access.actor import system
from haoke.core.ids import uuid7
from haoke.core.records import changes
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from haoke.automation.queries.matching import Rule
    from haoke.core.records import Tx

#: Runs that may lead to each other, and runs of one rule for one record within an hour.
DEEPEST: Final = 5
MOST_AN_HOUR: Final = 20

TOO_DEEP = T("Rules set off each other more than {most} times in a row", "规则相互触发超过 {most} 层")
TOO_OFTEN = T("It ran more than {most} times within an hour for one record", "一小时内对同一记录执行超过 {most} 次")


class Looping(Exception):
    """A rule sets itself or others off again and again; `why` is for its owner."""

    def __init__(self, why: T) -> None:
        super().__init__(why)
        self.why = why


class Past:
    """What rules have run for already: these occasions of theirs, and how often for each record within an hour."""

    def __init__(self, wanted: Collection[tuple[UUID, UUID, str]]) -> None:
        rules, records = {rule for rule, _, _ in wanted}, {record for _, record, _ in wanted}
        occasions = {occasion for _, _, occasion in wanted}
        runs = AutomationRun._base_manager.filter(automation__in=rules, record__in=records)
        found = runs.filter(occasion__in=occasions).values_list("automation", "record", "occasion")
        self._done: set[tuple[UUID, UUID, str]] = set(found)
        lately = runs.filter(created_at__gt=clock.now() - timedelta(hours=1)).order_by()
        counted = lately.values_list("automation", "record").annotate(times=Count("id"))
        self._often: dict[tuple[UUID, UUID], int] = {(rule, record): times for rule, record, times in counted}

    def admits(self, rule: UUID, record: UUID, occasion: str, depth: int) -> bool:
        """Whether it is time for a run, which counts from then on; raises Looping instead of the one too many."""
        if (rule, record, occasion) in self._done:
            return False
        if depth > DEEPEST:
            raise Looping(TOO_DEEP.fill(most=DEEPEST))
        if self._often.get((rule, record), 0) >= MOST_AN_HOUR:
            raise Looping(TOO_OFTEN.fill(most=MOST_AN_HOUR))
        self._done.add((rule, record, occasion))
        self._often[rule, record] = self._often.get((rule, record), 0) + 1
        return True


@dataclass(frozen=True)
class Call:
    """What sets a rule off: a record, what happened to it (an occasion comes once) and how many runs led to that."""

    rule: Rule
    record: UUID
    occasion: str
    entry: int | None = None
    depth: int = 1


def begin(calls: Sequence[Call]) -> tuple[int, dict[UUID, T]]:
    """Queue a run for each, once for each occasion; how many, and {rule: why} of those that go round in circles."""
    past = Past([(call.rule.id, call.record, call.occasion) for call in calls])
    looping: dict[UUID, T] = {}
    begun: list[Call] = []
    for call in calls:
        try:
            if call.rule.id not in looping and past.admits(call.rule.id, call.record, call.occasion, call.depth):
                begun.append(call)
        except Looping as loop:
            looping[call.rule.id] = loop.why
    if begun:
        rest = {call.rule.id: stored(call.rule.steps) for call in begun}
        with changes(system(VIA), VIA) as tx:
            write(tx, [(None, None, _made(call, rest[call.rule.id])) for call in begun])
            enqueue(call.record for call in begun)
    return len(begun), looping


def _made(call: Call, rest: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "automation": call.rule.id, "object": call.rule.spec.key, "record": call.record, "occasion": call.occasion,
        "entry": call.entry, "change": uuid7(), "depth": call.depth, "rest": rest, "steps": [],
    }  # fmt: skip


def depths(made: Collection[UUID]) -> dict[UUID, int]:
    """{change: depth of the run that made it}."""
    found = AutomationRun._base_manager.filter(change__in=list(made)).values_list("change", "depth")
    return dict(found) if made else {}


def again(tx: Tx, run: AutomationRun) -> UUID:
    """Carry on a run where it failed; of one that ended otherwise make another; with the rule's present steps."""
    row = Automation._base_manager.get(pk=run.automation_id)
    if run.state == RunState.FAILED:
        steps = [each for each in run.steps or [] if "error" not in each]
        rest = _mended(run.rest, row.steps) if steps else row.steps
        queued = {"state": RunState.QUEUED.value, "error": None, "steps": steps, "rest": rest, "finished_at": None}
        tx.set("automation_run", run.id, queued)
        enqueue([run.record])
        return run.id
    made: UUID = tx.add(
        "automation_run",
        {
            "automation": row.id, "object": run.object, "record": run.record, "occasion": f"again:{uuid7()}",
            "entry": run.entry, "change": uuid7(), "depth": run.depth, "rest": row.steps, "steps": [],
        },
    ).id  # fmt: skip
    enqueue([run.record])
    return made


def _mended(rest: Any, present: Any) -> list[dict[str, Any]]:
    """What is left of a run's steps, each as the rule says it now; what it says no more stays as it was."""
    now = {step.id: step for step in walk(steps_of(present))}
    return stored([now.get(step.id, step) for step in steps_of(rest)])


def wake(now: datetime) -> int:
    """Queue the waiting runs whose time has come or whose approval has ended; how many."""
    waiting = AutomationRun._base_manager.filter(state=RunState.WAITING.value)
    due = list(waiting.filter(due__lte=now).order_by("due")[:1000])
    asleep = list(waiting.filter(awaits__isnull=False).order_by("id")[:1000])
    return _queue([*due, *_decided(asleep)])


def wake_decided(cases: Collection[UUID]) -> int:
    """Queue the runs that wait for these approvals, if those have ended; how many."""
    return _queue(_decided(AutomationRun._base_manager.filter(state=RunState.WAITING.value, awaits__in=list(cases))))


def _decided(runs: Iterable[AutomationRun]) -> list[AutomationRun]:
    listed = list(runs)
    over = ended({run.awaits for run in listed if run.awaits})
    return [run for run in listed if run.awaits in over]


def _queue(runs: Sequence[AutomationRun]) -> int:
    if runs:
        with changes(system(VIA), VIA) as tx:
            write(tx, [(run.id, None, {"state": RunState.QUEUED.value, "due": None}) for run in runs])
            enqueue(run.record for run in runs)
    return len(runs)
