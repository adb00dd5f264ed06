"""The mails of a sequence as they are kept, and when each is due in working time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

if TYPE_CHECKING:
    from haoke.core.worktime import Schedule

MOST: Final = 20
#: Days looked through for a working one; a calendar without any is no reason never to write.
FAR: Final = 400

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Step(BaseModel):
    """A mail: `days` working days after the one before (the first: after enrolment), between two times of day."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    id: str = Field(min_length=1, max_length=40, pattern=r"^[\w-]+$")
    template: UUID
    days: int = Field(0, ge=0, le=365)
    since: Clock = Field("09:00", alias="from")
    until: Clock = "18:00"


_STEPS: Final = TypeAdapter(list[Step])


def steps_of(raw: Any) -> list[Step]:
    """Steps as they are kept; raises ValidationError."""
    return _STEPS.validate_python(raw or [])


def stored(steps: list[Step]) -> list[dict[str, Any]]:
    """Steps as JSON."""
    found: list[dict[str, Any]] = _STEPS.dump_python(steps, mode="json", by_alias=True)
    return found


def due(schedule: Schedule, start: dt.datetime, step: Step) -> dt.datetime:
    """When a step is due after `start` (aware): on a working day within its times, not before `start`."""
    local = start.astimezone(schedule.zone)
    day = _forward(schedule, local.date(), step.days)
    if day == local.date() and local.time() >= _time(step.until):
        day = _forward(schedule, day, 1)
    opens = dt.datetime.combine(day, _time(step.since), schedule.zone)
    return max(opens, local).astimezone(dt.UTC)


def _forward(schedule: Schedule, day: dt.date, count: int) -> dt.date:
    """The working day `count` of them later; 0: that day or the next working one."""
    left = count + (count == 0 and not schedule.slots(day))
    found = day
    for _ in range(FAR * (count + 1)):
        if left == 0:
            return found
        found += dt.timedelta(days=1)
        left -= bool(schedule.slots(found))
    return day + dt.timedelta(days=count)


def _time(clock: str) -> dt.time:
    return dt.time.fromisoformat(clock)
