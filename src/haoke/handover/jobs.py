"""What runs beside: the subscriber of the Log that queues what leavers have, and the job of a distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core.log import subscribe
from haoke.core.text import T
from haoke.handover.actions import heard, run_job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.log import Entry

__all__ = ["queue_handovers", "run_job"]
#: Columns that say whether somebody may sign in.
_STANDING = {"state", "deleted_at"}


@subscribe("handover.queue", T("Queue what leavers have", "建立离职交接"), objects={"user"}, verbs={"update"})
def queue_handovers(entries: Sequence[Entry]) -> None:
    """Queue or close handovers of those whose accounts were switched off or on."""
    switched = [each for each in entries if not _STANDING.isdisjoint((each.data or {}).get("n", {}))]
    if switched:
        heard(switched)
