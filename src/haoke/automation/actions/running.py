"""Runs are carried out: each in one change of its own between waits, a portion of them in one transaction."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, Final

from django.db import Error as DatabaseError
from pydantic import ValidationError

from haoke.automation.actions.performing import Course
from haoke.automation.choices import RunState
from haoke.automation.models import Automation
from haoke.automation.rules import VIA, owner_of
from haoke.automation.rules.documents import steps_of, stored
from haoke.core import clock, jobs, registry
from haoke.core.access.actor import SYSTEM_ID, system
from haoke.core.errors import Missing, Refused
from haoke.core.records import Batch, changes
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql
from haoke.core.text import T, say
from haoke.core.transfer import actors
from haoke.inbox.actions import tell_by_automation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from haoke.automation.models import AutomationRun
    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx
    from haoke.core.records.beside import Line

log = logging.getLogger(__name__)

#: How long a portion goes on beginning runs: the records of those it has carried out are locked meanwhile.
SECONDS: Final = 1.0

OFF = T("The rule was switched off or deleted", "规则已停用或删除")
NO_OWNER = T("The rule's owner may not sign in any more", "规则负责人已无法登录")
UNFIT = T("The rule does not fit its object any more; open and save it", "规则与对象不再匹配，请打开并重新保存")
UNSEEN = T("The record is gone, or the rule's owner does not see it", "记录已删除，或规则负责人无权查看")
SWITCHED_OFF = T("This automation was switched off: {why}", "此自动化规则已停用：{why}")
FAILED = T("A run failed: {why}", "运行失败：{why}")
SEVERAL_FAILED = T("{n} runs failed; the latest: {why}", "{n} 次运行失败，最近一次：{why}")
BROKEN = T(
    "Something went wrong in this step; its cause stands in the worker's log, and the run can be repeated",
    "该步骤执行出错，原因见后台日志，可重新运行",
)


class Crew:
    """The rules at work in a portion, each with its owner, looked up once."""

    def __init__(self) -> None:
        self._known: dict[UUID, tuple[Automation, Actor] | T] = {}

    def of(self, rule: UUID) -> tuple[Automation, Actor] | T:
        """The rule and its owner as they are now, or why it may not act."""
        if rule not in self._known:
            self._known[rule] = self._looked_up(rule)
        return self._known[rule]

    def _looked_up(self, rule: UUID) -> tuple[Automation, Actor] | T:
        row = Automation._base_manager.filter(pk=rule, deleted_at=None, active=True).first()
        if row is None:
            return OFF
        owner = owner_of(system(VIA), row.owner_id)
        if owner is None:
            switch_off(row.id, NO_OWNER)
            return NO_OWNER
        return row, owner.acting(VIA)


def carry_out(runs: Sequence[AutomationRun], *, patient: bool = False) -> int:
    """Take the steps of locked queued runs, each up to its end or its next wait; how many it had time for.

    What is refused undoes the steps of its own run and fails it. `patient`: so does what the database refuses (a
    deadlock), which otherwise takes the portion back, to be tried again.
    """
    crew, until = Crew(), time.monotonic() + SECONDS
    ended: list[Line] = []
    with actors.company():
        # Records are locked in the order of ids, as everywhere; runs of one record stay in theirs.
        for run in sorted(runs, key=lambda each: each.record):
            if ended and time.monotonic() > until:
                break
            ended.append((run.id, run.version, _carried_out(run, crew, patient=patient)))
    with changes(system(VIA), VIA) as tx:
        write(tx, ended)
    _tell_failed(crew, {run.id: run for run in runs}, ended)
    return len(ended)


def _tell_failed(crew: Crew, runs: Mapping[UUID, AutomationRun], ended: Sequence[Line]) -> None:
    """Tell the owner of each rule of those of its runs that failed: one notice for as long as he has not read it."""
    failed: dict[UUID, list[str]] = {}
    for run, _, values in ended:
        if run is not None and values["state"] == RunState.FAILED:
            failed.setdefault(runs[run].automation_id, []).append(values["error"])
    for rule, why in failed.items():
        found = crew.of(rule)
        if not isinstance(found, T):
            row, owner = found
            with actors.in_words_of(owner):
                text = say((FAILED if len(why) == 1 else SEVERAL_FAILED).fill(n=len(why), why=why[-1]))
            tell_by_automation([owner.id], ("automation", rule), rule=rule, name=row.name, text=text, topic="failed")


def write(tx: Tx, lines: Sequence[Line]) -> None:
    """Make or change runs, all of them; raises what one is refused for."""
    for verdict in Batch(tx, registry.get("automation_run"), trusted=True).rows(lines):
        if verdict.error is not None:
            raise verdict.error


def _carried_out(run: AutomationRun, crew: Crew, *, patient: bool) -> dict[str, Any]:
    """What becomes of a run."""
    found = crew.of(run.automation_id)
    if isinstance(found, T):
        return _ended(RunState.SKIPPED, error=say(found))
    row, owner = found
    with actors.in_words_of(owner):
        spec = registry.objects().get(run.object)
        try:
            rest = steps_of(run.rest)
        except ValidationError:
            rest = None
        if spec is None or rest is None:
            return _ended(RunState.FAILED, error=say(UNFIT))
        return _after_steps(Course(owner, spec, row, run, rest), patient=patient)


def _after_steps(course: Course, *, patient: bool) -> dict[str, Any]:
    run = course.run
    try:
        with changes(course.actor, VIA, course.rule.name, change=run.change) as tx:
            course.go(tx)
    except Refused as refused:
        return _refused(course, refused)
    except jobs.Fenced:
        raise
    except Exception as error:
        if isinstance(error, DatabaseError) and not patient:
            raise
        log.exception("run %s of automation %s", run.id, run.automation_id)
        return _failed(course, say(BROKEN), [])
    values = {"due": course.due, "awaits": course.case, "rest": stored(course.rest)}
    values["steps"] = [*(run.steps or []), *course.taken]
    waits = course.due is not None or course.asleep
    return {"state": RunState.WAITING.value, **values} if waits else _ended(RunState.DONE, **values)


def _refused(course: Course, refused: Refused) -> dict[str, Any]:
    """Nothing is left of the steps since the last wait; the run says where and why."""
    if course.at is None:
        return _ended(RunState.SKIPPED, error=say(UNSEEN if isinstance(refused, Missing) else refused.message))
    why = "; ".join(say(each.message) for each in refused.problems) or say(refused.message)
    return _failed(course, why, sorted({each.field for each in refused.problems if each.field}))


def _failed(course: Course, why: str, fields: list[str]) -> dict[str, Any]:
    step = course.at or course.rest[0]
    told = {"id": step.id, "kind": step.kind, "at": clock.now().isoformat(), "error": why}
    steps = [*(course.run.steps or []), told | ({"fields": fields} if fields else {})]
    return _ended(RunState.FAILED, steps=steps, error=why)


def _ended(state: RunState, **values: Any) -> dict[str, Any]:
    return {"state": state.value, "finished_at": clock.now(), **values}


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
