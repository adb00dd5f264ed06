"""What runs beside: the subscriber of the Log that begins runs, and the minute's look at the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.automation.actions import beginning, hearing, lanes
from haoke.core import clock, registry
from haoke.core.jobs import job
from haoke.core.log import subscribe
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.log import Entry


@subscribe("automation.rules", T("Begin automations", "触发自动化"), objects=hearing.listened, not_via=hearing.SILENT)
def begin_runs(entries: Sequence[Entry]) -> None:
    """Begin what entries of the Log call for."""
    if "automation" not in registry.off():
        hearing.hear(entries)


@job(
    "automation.clock",
    T("See what automations are due", "检查到期的自动化"),
    every="* * * * *",
    atomic=True,
    lock="automation.clock",
)
def look_at_the_clock() -> dict[str, int]:
    """Go on with what has waited long enough, begin what is due, find what was lost; how many of each."""
    if "automation" in registry.off():
        return {"woken": 0, "begun": 0, "found": 0}
    woken = beginning.wake(clock.now())
    return {"woken": woken, "begun": hearing.look_at_the_clock(), "found": lanes.find_lost()}
