"""What runs beside: the subscriber of the Log that queues deliveries, tidying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core import registry
from haoke.core.jobs import job
from haoke.core.log import subscribe
from haoke.core.text import T
from haoke.integrations.actions import delivering, receiving

if TYPE_CHECKING:
    from collections.abc import Sequence

    from haoke.core.log import Entry


@subscribe(
    "integrations.webhooks", T("Tell webhooks of changes", "将变更通知 Webhook"),
    objects=delivering.told, verbs=delivering.VERBS, not_via=delivering.SILENT
)  # fmt: skip
def queue_deliveries(entries: Sequence[Entry]) -> None:
    """Queue what webhooks want to know."""
    if "webhook" not in registry.off():
        delivering.hear(entries)


@job("integrations.circuits", T("See to webhooks that are down", "检查不可用的 Webhook"), every="* * * * *")
def look_after() -> int:
    """Try receivers whose attempt was lost."""
    return delivering.look_after()


@job("integrations.tidy", T("Clear out old deliveries", "清理过期的投递记录"), every="37 3 * * *")
def tidy() -> dict[str, int]:
    """Drop old deliveries and messages; how many of each."""
    return {"deliveries": delivering.tidy(), "messages": receiving.tidy()}
