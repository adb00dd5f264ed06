"""Runs: begun once for each occasion, carried out in one change between waits, stopped when they set off each other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import Count
from pydantic import ValidationError

from haoke.approvals.queries import ended
from haoke.automation.actions.performing import Course
from haoke.automation.choices import RunState, Trigger
from haoke.automation.models import Automation, AutomationRun
from haoke.automation.rules import VIA, owner_of
from haoke.automation.rules.documents import steps_of, stored
from haoke.core import clock, registry
from haoke.core.access.actor import SYSTEM_ID, system
from haoke.core.errors import Missing, Refused
from haoke.core.ids import uuid7
from haoke.core.jobs import defer, job
from haoke.core.records import changes
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql
from haoke.core.text import T, say
from haoke.core.transfer import actors
from haoke.inbox.actions import tell_by_automation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from haoke.automation.queries.matching import Rule
    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx

#: Runs that may lead to each other, and runs of one rule for one record within an hour.
DEEPEST: Final = 5
MOST_AN_HOUR: Final = 20

OFF = T("The rule was switched off or deleted", "规则已停用或删除")
NO_OWNER = T("The rule's owner may not sign in any more", "规则负责人已无法登录")
UNFIT = T("The rule does not fit its object any more; open and save it", "规则与对象不再匹配，请打开并重新保存")
UNSEEN = T("The record is gone, or the rule's owner does not see it", "记录已删除，或规则负责人无权查看")
TOO_DEEP = T("Rules set off each other more than {most} times in a row", "规则相互触发超过 {most} 层")
TOO_OFTEN = T("It ran more than {most} times within an hour for one record", "一小时内对同一记录执行超过 {most} 次")
SWITCHED_OFF = T("This automation was switched off: {why}", "此自动化规则已停用：{why}")


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


def begin(
    tx: Tx, rule: Rule, record: UUID, occasion: str, past: Past, *, entry: int | None = None, depth: int = 1
) -> UUID | None:
    """Queue a run for a record, once for each occasion; its id. Raises Looping instead of the one too many."""
    if not past.admits(rule.id, record, occasion, depth):
        return None
    made: UUID = tx.add(
        "automation_run",
        {
            "automation": rule.id, "object": rule.spec.key, "record": record, "occasion": occasion, "entry": entry,
            "change": uuid7(), "depth": depth, "rest": stored(rule.steps), "steps": [],
        },
    ).id  # fmt: skip
    enqueue(made, record)
    return made


def enqueue(run: UUID, record: UUID) -> None:
    """Have a run carried out; those of one record one after the other."""
    defer(carry_out_job, run=str(run), lock=f"automation:{record}")


def depths(made: Collection[UUID]) -> dict[UUID, int]:
    """{change: depth of the run that made it}."""
    found = AutomationRun._base_manager.filter(change__in=list(made)).values_list("change", "depth")
    return dict(found) if made else {}


def switch_off(rule: UUID, why: T) -> None:
    """Switch a rule off and tell its owner and the administrators."""
    row = Automation._base_manager.get(pk=rule)
    with changes(system(VIA), "switch_off", say(why)) as tx:
        tx.set("automation", rule, {"active": False, "stopped": say(why)})
        people = {row.owner_id, *_administrators()} - {None, SYSTEM_ID}
        told = say(SWITCHED_OFF.fill(why=why))
        tell_by_automation([each for each in people if each], ("automation", rule), rule=rule, name=row.name, text=told)


def _administrators() -> list[UUID]:
    query = (
        "SELECT u.id FROM identity_user u JOIN identity_role r ON r.id = ANY(u.roles)"
        " WHERE r.code = 'administrator' AND r.deleted_at IS NULL AND u.deleted_at IS NULL AND u.state = 'active'"
    )
    return [row["id"] for row in fetch(Sql(query))]


@job("automation.run", atomic=True)
def carry_out_job(run: str) -> None:
    """Carry out a run by its id."""
    carry_out(UUID(run))


def carry_out(run_id: UUID) -> None:
    """Take the steps of a queued run up to its end or its next wait; what is refused undoes them and fails the run."""
    run = AutomationRun._base_manager.select_for_update().filter(pk=run_id).first()
    if run is None or run.state != RunState.QUEUED:
        return
    row = Automation._base_manager.filter(pk=run.automation_id, deleted_at=None, active=True).first()
    if row is None:
        _close(run, RunState.SKIPPED, error=say(OFF))
        return
    owner = owner_of(system(VIA), row.owner_id)
    if owner is None:
        switch_off(row.id, NO_OWNER)
        _close(run, RunState.SKIPPED, error=say(NO_OWNER))
        return
    with actors.at_work(owner):
        _take_steps(run, row, owner.acting(VIA))


def _take_steps(run: AutomationRun, row: Automation, owner: Actor) -> None:
    spec = registry.objects().get(run.object)
    try:
        rest = steps_of(run.rest)
    except ValidationError:
        rest = None
    if spec is None or rest is None:
        _close(run, RunState.FAILED, error=say(UNFIT))
        return
    course: Course | None = None
    try:
        with changes(owner, VIA, row.name, change=run.change) as tx:
            deleted = row.trigger == Trigger.DELETED
            course = Course(tx, owner, spec, run.record, row.id, row.name, run.number, deleted, rest, case=run.awaits)
            course.values()
            course.go()
    except Refused as refused:
        _refused(run, course, refused)
    else:
        waits = course.due is not None or course.asleep
        _close(
            run, RunState.WAITING if waits else RunState.DONE, due=course.due, awaits=course.case,
            steps=[*(run.steps or []), *course.taken], rest=stored(course.rest),
        )  # fmt: skip


def _refused(run: AutomationRun, course: Course | None, refused: Refused) -> None:
    """Nothing is left of the steps since the last wait; the run says where and why."""
    step = course.at if course else None
    if step is None:
        _close(run, RunState.SKIPPED, error=say(UNSEEN if isinstance(refused, Missing) else refused.message))
        return
    why = "; ".join(say(each.message) for each in refused.problems) or say(refused.message)
    failed = {"id": step.id, "kind": step.kind, "at": clock.now().isoformat(), "error": why}
    fields = sorted({each.field for each in refused.problems if each.field})
    _close(run, RunState.FAILED, steps=[*(run.steps or []), failed | ({"fields": fields} if fields else {})], error=why)


def _close(run: AutomationRun, state: RunState, **values: Any) -> None:
    ended = state is not RunState.WAITING
    with changes(system(VIA), VIA) as tx:
        tx.set("automation_run", run.id, {"state": state.value, "finished_at": tx.now if ended else None, **values})


def again(tx: Tx, run: AutomationRun) -> UUID:
    """Carry on a run where it failed; of one that ended otherwise make another with the rule's present steps."""
    if run.state == RunState.FAILED:
        steps = [each for each in run.steps or [] if "error" not in each]
        tx.set(
            "automation_run",
            run.id,
            {"state": RunState.QUEUED.value, "error": None, "steps": steps, "finished_at": None},
        )
        enqueue(run.id, run.record)
        return run.id
    row = Automation._base_manager.get(pk=run.automation_id)
    made: UUID = tx.add(
        "automation_run",
        {
            "automation": row.id, "object": run.object, "record": run.record, "occasion": f"again:{uuid7()}",
            "entry": run.entry, "change": uuid7(), "depth": run.depth, "rest": row.steps, "steps": [],
        },
    ).id  # fmt: skip
    enqueue(made, run.record)
    return made


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
            for run in runs:
                tx.set("automation_run", run.id, {"state": RunState.QUEUED.value, "due": None})
                enqueue(run.id, run.record)
    return len(runs)
