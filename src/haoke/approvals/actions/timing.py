"""What happens when somebody's time to decide has run out, and when somebody is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from haoke.approvals.actions.running import LIVE, advance, case_of, give, here, tell
from haoke.approvals.choices import CaseState, TaskState
from haoke.approvals.models import ApprovalTask
from haoke.approvals.queries.people import Deputies, People
from haoke.core import clock
from haoke.core.access.actor import system
from haoke.core.records import changes, hold

if TYPE_CHECKING:
    from haoke.approvals.models import ApprovalCase
    from haoke.core.records import Tx

VIA: Final = "approval"
#: Cases of one run.
MOST: Final = 500
LATE: Final = "late"
_DECIDED: Final = {"agree": TaskState.APPROVED, "refuse": TaskState.REJECTED}


def late() -> int:
    """Deal with every case in which somebody is late, each in a change of its own; how many there were."""
    overdue = ApprovalTask._base_manager.filter(
        state=TaskState.OPEN.value, late_at=None, due__lte=clock.now(), deleted_at=None
    )
    cases = list(dict.fromkeys(overdue.order_by("due").values_list("case", flat=True)[:MOST]))
    for case in cases:
        _deal_with(case)
    return len(cases)


def _deal_with(case_id: UUID) -> None:
    with changes(system(VIA), "approval_late") as tx:
        case = case_of(case_id)
        if case.state != CaseState.RUNNING:
            return
        with hold.carrying(case.id):
            for task in here(case):
                if task.state == TaskState.OPEN and task.late_at is None and task.due and task.due <= clock.now():
                    _late(tx, case, task)
            advance(tx, case)


def _late(tx: Tx, case: ApprovalCase, task: ApprovalTask) -> None:
    what = case.path[case.step]["limit"]["then"]
    found: dict[str, Any] = {"late_at": tx.now}
    superior = _superior(case, task) if what == "hand_on" else None
    if what in _DECIDED:
        found |= {"state": _DECIDED[what].value, "decided_at": tx.now, "note": LATE}
    elif superior is not None:
        found |= {"state": TaskState.HANDED_ON.value, "decided_at": tx.now, "note": LATE}
    tx.set("approval_task", task, found)
    if superior is not None:
        give(tx, case, task, superior, LATE)
    elif what not in _DECIDED:
        tell(tx, case, "late", [task.owner_id])


def _superior(case: ApprovalCase, task: ApprovalTask) -> UUID | None:
    """The nearest superior of who is late who can decide and does not take part in the step already."""
    people = People()
    present = {each.owner_id for each in here(case) if each.state in LIVE} | {case.owner_id}
    above = people.above(task.owner_id) if task.owner_id else ()
    return next((each for each in above if people.active(each) and each not in present), None)


def absent() -> int:
    """Give the open parts of people who are away to their deputies, each case in a change of its own; how many."""
    away = Deputies(People())
    waiting = ApprovalTask.objects.filter(state=TaskState.OPEN.value, owner__in=list(away.away), deleted_at=None)
    cases = list(dict.fromkeys(waiting.order_by("created_at").values_list("case", flat=True)[:MOST]))
    return sum(_stand_in(case, away) for case in cases)


def _stand_in(case_id: UUID, away: Deputies) -> bool:
    with changes(system(VIA), "approval_deputy") as tx:
        case = case_of(case_id)
        if case.state != CaseState.RUNNING:
            return False
        # Whoever had it in this step before does not get it back: two who stand in for each other would never end.
        had = {task.owner_id for task in here(case) if task.state == TaskState.HANDED_ON}
        moving = [
            (task, deputy)
            for task in here(case)
            if task.state == TaskState.OPEN and task.owner_id
            and (deputy := away.of(task.owner_id, case.owner_id)) is not None and deputy not in had
        ]  # fmt: skip
        with hold.carrying(case.id):
            for task, deputy in moving:
                gone = {"state": TaskState.HANDED_ON.value, "decided_at": tx.now, "note": "deputy"}
                tx.set("approval_task", task, gone)
                if deputy not in {each.owner_id for each in here(case) if each.state in LIVE}:
                    give(tx, case, task, deputy, "deputy")
            advance(tx, case)
    return bool(moving)
