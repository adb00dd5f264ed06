"""What runs beside: whoever is late to decide."""

from __future__ import annotations

from haoke.approvals import actions
from haoke.core.jobs import job


@job("approvals.late", every="*/5 * * * *", lock="approvals.late")
def late() -> int:
    """Do what processes say of time that has run out."""
    return actions.late()
