"""The course of a case: steps opened in order, judged after each decision, and what was asked for carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from haoke.approvals.actions.asking import Wish, perform, plain, row_of
from haoke.approvals.choices import CaseState, Mode, TaskState
from haoke.approvals.models import ApprovalCase, ApprovalTask, Exhibit
from haoke.approvals.queries.people import Deputies, People
from haoke.approvals.queries.times import due
from haoke.approvals.rules.verdicts import Verdict, verdict
from haoke.core import registry
from haoke.core.errors import Refused, Stale
from haoke.core.records import gate
from haoke.core.records.storage import instance, values
from haoke.core.text import T, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx

#: Tasks somebody may still decide, now or later.
LIVE = (TaskState.OPEN, TaskState.WAITING)
VIA = "approval"
STAMPS = {"version", "updated_at", "updated_by"}
#: How ids of steps begin that somebody put in on the way.
ADDED = "added-"
ERASED = T("What was asked for has been erased", "申请的内容已被抹除")


def case_of(case_id: UUID) -> ApprovalCase:
    """The case, locked; raises Missing."""
    spec = registry.get("approval_case")
    return cast("ApprovalCase", instance(spec, gate.relock(spec, case_id)))


def tasks_of(case: ApprovalCase, *states: TaskState) -> list[ApprovalTask]:
    """Everybody's parts in it, oldest first; only those in these states if any are named."""
    found = ApprovalTask._base_manager.filter(case=case.id, deleted_at=None).order_by("created_at", "place", "id")
    return list(found.filter(state__in=states) if states else found)


def here(case: ApprovalCase) -> list[ApprovalTask]:
    """Parts in the present step, this time round."""
    node = case.path[case.step]["id"]
    return [task for task in tasks_of(case) if task.node == node and task.round == case.round]


def lay_open(step: dict[str, Any], people: People, asker: UUID) -> dict[str, Any]:
    """A step with people's names, and who stands in for those who are away now."""
    away = Deputies(people)

    def one(person: UUID) -> dict[str, Any]:
        deputy = away.of(person, asker)
        return {
            "id": str(person), "name": people.name(person), "note": step["notes"].get(str(person)),
            "deputy": people.name(deputy) if deputy else None,
        }  # fmt: skip

    shown = {key: [one(UUID(each)) for each in step[key]] for key in ("people", "left_out")}
    return {key: value for key, value in step.items() if key not in ("notes", "limit")} | shown


def advance(tx: Tx, case: ApprovalCase) -> None:
    """Go on as far as the decisions made allow."""
    while case.state == CaseState.RUNNING:
        if case.step >= len(case.path):
            carry_out(tx, case)
            return
        step, tasks = case.path[case.step], here(case)
        if not tasks:
            tasks = _open(tx, case)
            step = case.path[case.step]
        judged = _judge(step, tasks)
        if judged is Verdict.REJECTED:
            finish(tx, case, CaseState.REJECTED)
        elif judged is Verdict.PASSED:
            cancel(tx, [task for task in tasks if task.state in LIVE])
            tx.set("approval_case", case, {"step": case.step + 1})
        else:
            _whose_turn(tx, case, step, tasks)
            return


def tell(tx: Tx, case: ApprovalCase, news: str, people: Iterable[UUID | None]) -> None:
    """Have these people told of a case."""
    named = [str(each) for each in dict.fromkeys(people) if each is not None]
    if named:
        tx.note("approval_case", case, "tell", {"news": news, "to": named})


def _judge(step: dict[str, Any], tasks: Sequence[ApprovalTask]) -> Verdict:
    counted = [task for task in tasks if task.state not in (TaskState.HANDED_ON, TaskState.NOTED, TaskState.CANCELLED)]
    approved = sum(task.state == TaskState.APPROVED for task in counted)
    rejected = sum(task.state == TaskState.REJECTED for task in counted)
    return verdict(step["mode"], step["percent"], len(counted), approved, rejected)


def _open(tx: Tx, case: ApprovalCase) -> list[ApprovalTask]:
    people = People()
    away, agreed = Deputies(people), _agreed(case)
    step = _with_somebody(tx, case, people)
    made: list[ApprovalTask] = []
    for named in dict.fromkeys(UUID(each) for each in step["people"]):
        person = people.able(named, case.owner_id)
        note = step["notes"].get(str(named)) or (None if person == named else "disabled")
        deputy = away.of(person, case.owner_id) if person else None
        if deputy is not None:
            person, note = deputy, "deputy"
        taken = {task.owner_id for task in made}
        if person is None or person in taken or (step["kind"] != "copy" and person in agreed):
            continue
        waits = step["mode"] == Mode.ONE_BY_ONE and len(made) > 0
        state = TaskState.NOTED if step["kind"] == "copy" else TaskState.WAITING if waits else TaskState.OPEN
        task = {
            "case": case.id, "node": step["id"], "round": case.round, "place": len(made), "state": state.value,
            "owner": person, "instead_of": None if person == named else named, "note": note,
            "due": due(step, person) if state is TaskState.OPEN else None,
        }  # fmt: skip
        made.append(tx.add("approval_task", task))
    tell(tx, case, "waiting", (task.owner_id for task in made if task.state == TaskState.OPEN))
    tell(tx, case, "copied", (task.owner_id for task in made if task.state == TaskState.NOTED))
    return made


def _with_somebody(tx: Tx, case: ApprovalCase, people: People) -> dict[str, Any]:
    """The present step; administrators take the place of deciders who have all left since, as their superiors have."""
    step: dict[str, Any] = case.path[case.step]
    named = [UUID(each) for each in step["people"]] if step["kind"] != "copy" else []
    if not named or any(people.able(each, case.owner_id) for each in named):
        return step
    instead = [str(each) for each in people.administrators() if each != case.owner_id]
    step = {**step, "mode": Mode.ANY.value, "people": instead, "notes": dict.fromkeys(instead, "nobody")}
    tx.set("approval_case", case, {"path": [*case.path[: case.step], step, *case.path[case.step + 1 :]]})
    return step


def _agreed(case: ApprovalCase) -> set[UUID | None]:
    """Who agreed in the steps before this one, each the last time it was decided."""
    before = {each["id"] for each in case.path[: case.step]}
    tasks = [task for task in tasks_of(case) if task.node in before]
    last = {task.node: task.round for task in sorted(tasks, key=lambda task: task.round)}
    return {task.owner_id for task in tasks if task.state == TaskState.APPROVED and task.round == last[task.node]}


def _whose_turn(tx: Tx, case: ApprovalCase, step: dict[str, Any], tasks: Sequence[ApprovalTask]) -> None:
    """Open what waits: the next one, or after somebody was asked in between everybody who was before."""
    waiting = [task for task in tasks if task.state == TaskState.WAITING]
    if any(task.state == TaskState.OPEN for task in tasks):
        return
    turn = waiting[:1] if step["mode"] == Mode.ONE_BY_ONE else waiting
    for task in turn:
        limit = task.due or due(step, task.owner_id)
        tx.set("approval_task", task, {"state": TaskState.OPEN.value, "due": limit})
    tell(tx, case, "waiting", (task.owner_id for task in turn))


def give(
    tx: Tx, case: ApprovalCase, task: ApprovalTask, to: UUID, note: str, *, turn: TaskState = TaskState.OPEN
) -> None:
    """Somebody's part to somebody else, whose time begins now, or once it is his turn."""
    step = next(step for step in case.path if step["id"] == task.node)
    made = {
        "case": case.id, "node": task.node, "round": task.round, "place": task.place, "owner": to,
        "instead_of": task.owner_id, "note": note, "state": turn.value,
        "due": due(step, to) if turn is TaskState.OPEN else None,
    }  # fmt: skip
    tx.add("approval_task", made)
    if turn is TaskState.OPEN:
        tell(tx, case, "waiting", [to])


def cancel(tx: Tx, tasks: Sequence[ApprovalTask]) -> None:
    """Tell people they need not decide any more."""
    for task in tasks:
        tx.set("approval_task", task, {"state": TaskState.CANCELLED.value})


def finish(tx: Tx, case: ApprovalCase, state: CaseState, problem: str | None = None) -> None:
    """End a case (or give it back to its initiator)."""
    live = tasks_of(case, *LIVE)
    waiting = [task.owner_id for task in live if task.state == TaskState.OPEN]
    cancel(tx, live)
    ended = None if state is CaseState.RETURNED else tx.now
    tx.set("approval_case", case, {"state": state.value, "finished_at": ended, "problem": problem})
    # Who gave it back says so himself.
    if case.record is not None and (state is not CaseState.RETURNED or problem):
        tx.note(case.object, case.record, f"approval_{state.value}", {"case": case.number})
    tell(tx, case, state.value, waiting if state is CaseState.WITHDRAWN else [case.owner_id])


def carry_out(tx: Tx, case: ApprovalCase) -> None:
    """Do what was asked for as its initiator, by his present rights; what is in the way gives the case back to him."""
    kept = Exhibit.objects.get(pk=case.id).data
    if not kept:
        finish(tx, case, CaseState.WITHDRAWN, say(ERASED))
        return
    wish = Wish(object=case.object, record=case.record, action=case.action, input=kept["input"])
    try:
        with transaction.atomic():
            version = _unchanged(wish, kept)
            load: Callable[..., Actor] = import_string(settings.ACTORS)
            with tx.acting(load(case.owner_id, VIA), case.number or "") as own:
                record = perform(own, wish, version)
    except Refused as refused:
        finish(tx, case, CaseState.RETURNED, _why(refused))
        return
    if case.record is None:
        tx.set("approval_case", case, {"record": record})
    finish(tx, case, CaseState.PASSED)


def _unchanged(wish: Wish, kept: dict[str, Any]) -> int | None:
    """The version to be changed; raises Stale when what was decided about is otherwise now."""
    if wish.record is None or not kept["locked"]:
        version: int | None = kept["version"]
        return version
    spec = registry.get(wish.object)
    present = plain(spec, values(spec, row_of(spec, wish.record))) or {}
    before, after = kept["before"] or {}, kept["after"] or {}
    watched = {*kept["locked"], *(name for name in before if before[name] != after.get(name))} - STAMPS
    if any(str(present.get(name)) != str(before.get(name)) for name in watched):
        raise Stale
    return None


def _why(refused: Refused) -> str:
    return "\n".join([say(refused.message), *(f"{each.field}: {say(each.message)}" for each in refused.problems)])
