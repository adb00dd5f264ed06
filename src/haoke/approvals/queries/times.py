"""Until when somebody has to decide, in his own working time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from haoke.core import clock, worktime

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID


def due(step: Mapping[str, Any], person: UUID | None) -> datetime | None:
    """The end of the step's limit for a person who has it from now on; None without one, or if he never works."""
    limit = step["limit"]
    if limit is None or person is None:
        return None
    try:
        return worktime.add_working(worktime.schedule_of(person), clock.now(), timedelta(hours=limit["hours"]))
    except worktime.NeverWorking:
        return None
