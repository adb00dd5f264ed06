"""Working time: calendars with several slots a day and special days, and reckoning in them.

`add_working(schedule, start, duration)`, `working_between(schedule, a, b)`, `is_working(schedule, moment)` and
`next_working` are pure; `schedule_of(user)` and `schedule_for(calendar)` read whose time it is.
"""

from haoke.core.worktime.reading import absent, resting, schedule_for, schedule_of, year_to_enter
from haoke.core.worktime.schedule import (
    NeverWorking,
    Schedule,
    add_working,
    is_working,
    next_working,
    working_between,
)

__all__ = [
    "NeverWorking",
    "Schedule",
    "absent",
    "add_working",
    "is_working",
    "next_working",
    "resting",
    "schedule_for",
    "schedule_of",
    "working_between",
    "year_to_enter",
]
