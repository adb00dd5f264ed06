"""What runs beside: whoever is late to decide, and whoever has gone on leave."""

from __future__ import annotations

from haoke.approvals import actions
from haoke.core.jobs import job
from haoke.core.text import T


@job("approvals.late", T("See to late approvals", "处理超时的审批"), every="*/5 * * * *", lock="approvals.late")
def late() -> int:
    """Do what processes say of time that has run out."""
    return actions.late()


@job(
    "approvals.absent", T("Give approvals to deputies", "将审批转给代理人"), every="*/5 * * * *", lock="approvals.late"
)
def absent() -> int:
    """Give what waits for people who are away to their deputies."""
    return actions.absent()
