"""What runs beside: the subscriber of the Log that opens cases, and the hourly look at what has run out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import custom, registry
from haoke.core.jobs import job
from haoke.core.log import subscribe
from haoke.core.text import T
from haoke.core.transfer.actors import company
from haoke.registration.actions import heard, sweep
from haoke.registration.queries.claims import CLAIMING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.log import Entry


@subscribe(
    "registration.collisions", T("Open cases of collisions", "建立撞单"), objects=CLAIMING,
    verbs={"create", "update", "restore"}, not_via={"demo", "migrate"},
)  # fmt: skip
def open_cases(entries: Sequence[Entry]) -> None:
    """Whatever claims what somebody else has registered, however it was written."""
    with custom.latest(), company():
        heard(entries)


@job(
    "registration.sweep", T("End registrations that have run out", "报备到期处理"), every="40 * * * *",
    lock="registration.sweep",
)  # fmt: skip
def hourly() -> int:
    """How many ended."""
    with custom.latest(), company():
        return 0 if "registration" in registry.off() else sweep()
