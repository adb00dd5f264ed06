"""What is always true of an activity."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from haoke.core import clock
from haoke.core.spec import RuleBroken
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.spec import Change

#: {unit: (days, months)} of one step.
UNITS: Final = {"day": (1, 0), "week": (7, 0), "month": (0, 1), "year": (0, 12)}
_MOST: Final = 366


def keep_done_time(change: Change) -> None:
    """A done activity has a time at which it was done (now unless given); an open one has none."""
    after = change.after
    if after.get("done_at") and "done_at" in change.changed and "done" not in change.changed:
        after["done"] = True
    if not after.get("done"):
        after["done_at"] = None
    elif not after.get("done_at"):
        after["done_at"] = clock.now()


def recurrence_is_known(change: Change) -> None:
    """A recurrence says {every: 1–366, unit: day|week|month|year, until?: date} and needs a time to count from."""
    rule = change.after.get("recurrence")
    if not rule or not change.changed & {"recurrence", "due"}:
        return
    if not _well_formed(rule):
        raise RuleBroken.at(
            "recurrence",
            "recurrence",
            T('Say how often, e.g. {"every": 1, "unit": "week"}', '请填写重复方式，例如 {"every": 1, "unit": "week"}'),
        )
    if not change.after.get("due"):
        raise RuleBroken.at("due", "required", T("Something that repeats needs a time", "重复活动需要填写计划时间"))


def _well_formed(rule: Any) -> bool:
    if not isinstance(rule, dict) or rule.keys() - {"every", "unit", "until"}:
        return False
    every, until = rule.get("every", 1), rule.get("until")
    return (
        rule.get("unit") in UNITS
        and type(every) is int
        and 1 <= every <= _MOST
        and (until is None or (isinstance(until, str) and _is_date(until)))
    )


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


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
