"""The calendar every installation begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from haoke.core.text import T
from haoke.core.worktime import china
from haoke.core.worktime.models import WorkCalendar, WorkDay

if TYPE_CHECKING:
    from haoke.core.records import Tx

CODE: Final = "cn"
NAME: Final = {"zh": "标准工作日历", "en": "Standard working time"}


def ensure_work_calendar(tx: Tx) -> int:
    """Make the shipped calendar where none ever was, and add announced years to it; number of days added.

    A year somebody has touched, be it by removing its days, is left as it is.
    """
    calendar = WorkCalendar._base_manager.filter(code=CODE).first()
    if calendar is None and not WorkCalendar._base_manager.exists():
        calendar = tx.add("work_calendar", {"name": NAME, "code": CODE, "is_default": True, "owner": None})
    if calendar is None or calendar.deleted_at is not None:
        return 0
    known = {day.year for day in WorkDay._base_manager.filter(calendar=calendar.id).values_list("day", flat=True)}
    return sum(add_year(tx, calendar.id, year) for year in china.ANNOUNCED if year not in known)


def add_year(tx: Tx, calendar: Any, year: int) -> int:
    """Write a year's announced days into a calendar; their number."""
    found = [(day, kind, spoken(occasion)) for day, kind, occasion in china.days(year)]
    for day, kind, name in found:
        tx.add("work_day", {"calendar": calendar, "day": day, "kind": kind, "name": name, "owner": None})
    return len(found)


def spoken(text: T) -> dict[str, str]:
    """A text as a translated value."""
    return {"en": str.__str__(text), "zh": text.zh}
