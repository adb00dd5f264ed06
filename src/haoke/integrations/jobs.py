"""What runs beside: the subscriber of the Log that queues deliveries, tidying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.core.jobs import job
from haoke.core.log import subscribe
from haoke.integrations.actions import delivering, receiving

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.log import Entry


@subscribe(
    "integrations.webhooks", objects=delivering.told, verbs=delivering.VERBS, not_via=delivering.SILENT
)  # fmt: skip
def queue_deliveries(entries: Sequence[Entry]) -> None:
    """Queue what webhooks want to know."""
    if "webhook" not in registry.off():
        delivering.hear(entries)


@job("integrations.circuits", every="* * * * *")
def look_after() -> int:
    """Try receivers whose attempt was lost."""
    return delivering.look_after()


@job("integrations.tidy", every="37 3 * * *")
def tidy() -> dict[str, int]:
    """Drop old deliveries and messages; how many of each."""
    return {"deliveries": delivering.tidy(), "messages": receiving.tidy()}
