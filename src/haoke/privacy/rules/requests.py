"""What is always true of wordings and requests."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from haoke.core import clock, worktime
from haoke.core.spec import RuleBroken
from haoke.core.text import T
from haoke.identity import queries as company

if TYPE_CHECKING:
    from haoke.core.spec import Change
    from haoke.core.worktime import Schedule

NOT_YET: Final = T("This day is still to come", "日期不能晚于今天")


def text_makes_an_edition(change: Change) -> None:
    """Another text is another edition; what was asked with the former one is kept with each consent."""
    if change.before is not None and "text" in change.changed:
        change.after["edition"] = change.before["edition"] + 1


def request_has_its_day(change: Change) -> None:
    """A request is received today unless said, and due as many working days later as the company allows itself."""
    after = change.after
    if change.creating and not after["received"]:
        after["received"] = clock.today()
    if after["received"] and (change.creating or "received" in change.changed):
        if after["received"] > clock.today() + dt.timedelta(days=1):
            raise RuleBroken.at("received", "future", NOT_YET)
        after["due"] = due_day(worktime.schedule_for(), after["received"], company.answer_days())


def due_day(schedule: Schedule, start: dt.date, days: int) -> dt.date:
    """The last of so many working days after a day; of days, where nobody ever works."""
    day = start
    while days > 0:
        day += dt.timedelta(days=1)
        days -= _works(schedule, day)
    return day


def _works(schedule: Schedule, day: dt.date) -> bool:
    morning = dt.datetime.combine(day, dt.time(), clock.timezone())
    try:
        return worktime.next_working(schedule, morning) < morning + dt.timedelta(days=1)
    except worktime.NeverWorking:
        return True
