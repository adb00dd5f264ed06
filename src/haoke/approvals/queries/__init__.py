"""Reading approvals: what stands in the way of a write, who will decide, what is waiting for whom."""

from __future__ import annotations

from haoke.approvals.queries.finding import Wanted, find
from haoke.approvals.queries.gating import STATE, ApprovalNeeded, Locked, gate
from haoke.approvals.queries.people import People
from haoke.approvals.queries.results import can_be_started, ended
from haoke.approvals.queries.showing import mine, of_record, one, to_decide
from haoke.approvals.queries.templates import offered

__all__ = [
    "STATE", "ApprovalNeeded", "Locked", "People", "Wanted", "can_be_started", "ended", "find", "gate", "mine",
    "of_record", "offered", "one", "to_decide",
]  # fmt: skip
