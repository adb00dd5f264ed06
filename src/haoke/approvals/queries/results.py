"""What whoever had a case begun waits for: how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from haoke.approvals.choices import CaseState, Trigger
from haoke.approvals.models import ApprovalCase, ApprovalProcess
from haoke.approvals.rules.documents import steps_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

#: A returned case has not ended: its initiator may submit it again.
ENDED: Final = frozenset({CaseState.PASSED, CaseState.REJECTED, CaseState.WITHDRAWN})


def ended(cases: Iterable[UUID]) -> dict[UUID, bool]:
    """{case: whether it was approved} of those that have ended."""
    found = ApprovalCase._base_manager.filter(id__in=list(cases)).values_list("id", "state")
    return {case: state == CaseState.PASSED for case, state in found if state in ENDED}


def can_be_started(process: UUID, key: str) -> bool:
    """Whether a program can begin cases of a process about records of an object: nobody is left to be chosen."""
    found = ApprovalProcess._base_manager.filter(
        pk=process, object=key, trigger=Trigger.MANUAL.value, active=True, deleted_at=None
    ).first()
    return found is not None and all(step.kind != "choice" for step in walk(steps_of(found.nodes or [])))
