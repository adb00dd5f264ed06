"""When something that repeats is due again."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: {unit: (days, months)} of one step.
UNITS: Final = {"day": (1, 0), "week": (7, 0), "month": (0, 1), "year": (0, 12)}


def following(rule: Mapping[str, Any], due: datetime, now: datetime) -> datetime | None:
    """The first due time after both `due` and `now`, counted from `due`; None when the rule has run out."""
    days, months = (step * int(rule.get("every", 1)) for step in UNITS[rule["unit"]])
    count, found = 0, due
    while found <= due or found <= now:
        count += 1
        found = _months_on(due + timedelta(days=days * count), months * count)
    until = rule.get("until")
    return None if until and found.date() > date.fromisoformat(until) else found


def _months_on(moment: datetime, months: int) -> datetime:
    # Counted from the first date, so that the 31st comes back after a short month.
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))
