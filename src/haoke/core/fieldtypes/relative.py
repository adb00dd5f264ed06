"""Dates told from today: this quarter, last n days, n days ago."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from haoke.core import clock
from haoke.core.errors import BadValue
from haoke.core.fieldtypes import refusals
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Callable

Span = tuple[dt.date, dt.date]
_DAY = dt.timedelta(1)
#: Days a relative date may be away.
MOST = 3660


def _week(day: dt.date, step: int) -> Span:
    monday = day - _DAY * day.weekday() + dt.timedelta(weeks=step)
    return monday, monday + _DAY * 6


def _months(day: dt.date, size: int, step: int, first: int = 1) -> Span:
    """The period of `size` months `day` is in, `step` periods on; years begin with the month `first`."""
    index = (day.year * 12 + day.month - first) // size * size + step * size + first - 1
    start, after = (dt.date(each // 12, each % 12 + 1, 1) for each in (index, index + size))
    return start, after - _DAY


def _day(today: dt.date, step: int) -> Span:
    return today + _DAY * step, today + _DAY * step


_PERIODS: dict[str, Callable[[dt.date, int], Span]] = {
    "week": _week,
    "month": lambda day, step: _months(day, 1, step),
    "quarter": lambda day, step: _months(day, 3, step),
    "year": lambda day, step: _months(day, 12, step),
    "fiscal_quarter": lambda day, step: _months(day, 3, step, clock.fiscal_start()),
    "fiscal_year": lambda day, step: _months(day, 12, step, clock.fiscal_start()),
}
_STEPS = {"last": -1, "this": 0, "next": 1}
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
#: Kinds with a number n: the days they span. Both "last" and "next" n days include today.
_COUNTED: dict[str, Callable[[dt.date, int], Span]] = {
    "last_days": lambda day, n: (day - _DAY * (n - 1), day),
    "next_days": lambda day, n: (day, day + _DAY * (n - 1)),
    "days_ago": lambda day, n: _day(day, -n),
    "days_ahead": _day,
}
NAMES = (*_DAYS, *(f"{step}_{period}" for period in _PERIODS for step in _STEPS), *_COUNTED)


@dataclass(frozen=True, slots=True)
class Relative:
    """A relative date; what it spans is settled when it is used, so a saved filter stays true."""

    rel: str
    n: int = 0

    def span(self, today: dt.date) -> Span:
        """First and last day meant."""
        if self.rel in _COUNTED:
            return _COUNTED[self.rel](today, self.n)
        if self.rel in _DAYS:
            return _day(today, _DAYS[self.rel])
        step, _, period = self.rel.partition("_")
        return _PERIODS[period](today, _STEPS[step])


def read(raw: dict[str, Any]) -> Relative:
    """The relative date of {"rel": name, "n": number of days}; raises BadValue."""
    rel, n = raw.get("rel"), raw.get("n", 0)
    if rel not in NAMES:
        message = T("“{value}” is not a relative date", "“{value}”不是有效的相对日期")
        raise BadValue("bad_relative", message.fill(value=refusals.shown(rel)))
    if rel not in _COUNTED:
        return Relative(rel)
    low = 1 if rel.endswith("_days") else 0
    if isinstance(n, bool) or not isinstance(n, int) or not low <= n <= MOST:
        raise refusals.out_of_range(low, MOST)
    return Relative(rel, n)
