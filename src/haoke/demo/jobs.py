"""Loading and removing the demo company in the background."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings

from haoke import demo
from haoke.core import jobs
from haoke.core.access.actor import system
from haoke.core.text import T
from haoke.identity import actors

LOCK = "demo"


@jobs.job("load_demo", T("Load the demo company", "加载演示数据"), lock=LOCK, retry=3)
def load_demo() -> dict[str, Any]:
    """Make the demo company, afresh after a broken attempt."""
    if demo.present():
        demo.remove(system("job"))
    return demo.load(progress=jobs.Progress().step, password=settings.HAOKE_TRIAL_PASSWORD).counts


@jobs.job("remove_demo", T("Remove the demo company", "移除演示数据"), lock=LOCK, retry=3)
def remove_demo(user: str) -> dict[str, int]:
    """Remove the demo company for a person."""
    return demo.remove(actors.load(UUID(user), via="job")) if demo.present() else {}
