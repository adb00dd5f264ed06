"""What somebody who leaves was to decide goes to a successor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.approvals.actions.running import LIVE, case_of, give, here
from haoke.approvals.choices import TaskState
from haoke.approvals.models import ApprovalTask
from haoke.core.records import hold

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.records import Tx


def pass_on(tx: Tx, person: UUID, to: UUID) -> dict[str, int]:
    """{passed, kept}: every part a person has in running cases; kept where the successor asked for it or has a part.

    Whoever distributes what the person leaves has been judged by the caller.
    """
    found = ApprovalTask._base_manager.filter(owner=person, state__in=LIVE, deleted_at=None).order_by("id")
    passed = kept = 0
    for task in found:
        case = case_of(task.case)
        if to in {case.owner_id, *(each.owner_id for each in here(case) if each.state in LIVE)}:
            kept += 1
            continue
        with hold.carrying(case.id):
            turn = TaskState(task.state)
            tx.set("approval_task", task, {"state": TaskState.HANDED_ON.value, "decided_at": tx.now})
            give(tx, case, task, to, "handed_on", turn=turn)
        passed += 1
    return {"passed": passed, "kept": kept}
