"""Reckoning in working time: pure, exact across changes of the clocks, by search in a year's spans."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

#: (from, until) in minutes of the wall clock, 0 to 1440; of one day, in order, apart.
Slots = tuple[tuple[int, int], ...]
#: (from, until) in microseconds since 1970.
Span = tuple[int, int]

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND: Final = dt.timedelta(microseconds=1)
_MINUTE: Final = 60_000_000
_HALF_DAY: Final = 12 * 60 * _MINUTE
#: Years one reckoning may lead through.
FARTHEST: Final = 50


class NeverWorking(ValueError):
    """There is not so much working time within FARTHEST years."""


@dataclass(frozen=True, slots=True)
class _Year:
    """Working spans of one year of the wall clock, and how much there is before each and after the last."""

    starts: list[int]
    ends: list[int]
    before: list[int]

    @property
    def total(self) -> int:
        return self.before[-1]

    def until(self, moment: int) -> int:
        """Working time of the year before a moment."""
        at = bisect_right(self.starts, moment)
        return self.before[at] - max(0, self.ends[at - 1] - moment) if at else 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """When is work: slots of the week (Monday first), other slots of special `days`, spans nobody is there (`away`)."""

    zone: ZoneInfo
    week: tuple[Slots, ...]
    days: Mapping[dt.date, Slots] = field(default_factory=dict)
    away: tuple[tuple[dt.datetime, dt.datetime], ...] = ()
    _years: dict[int, _Year] = field(default_factory=dict, compare=False, repr=False)

    def slots(self, day: dt.date) -> Slots:
        """Slots of a day."""
        found = self.days.get(day)
        return self.week[day.weekday()] if found is None else found

    def year(self, number: int) -> _Year:
        """Spans of a year, worked out once."""
        if number not in self._years:
            self._years[number] = _worked_out(self, number)
        return self._years[number]


def is_working(schedule: Schedule, moment: dt.datetime) -> bool:
    """Whether an aware moment is in working time; the end of a slot is not."""
    return _span(schedule, moment) is not None


def next_working(schedule: Schedule, moment: dt.datetime) -> dt.datetime:
    """The first moment of working time that is not before `moment`; raises NeverWorking."""
    if is_working(schedule, moment):
        return moment
    at, first = _stamp(moment), _year_of(schedule, moment)
    for number in range(first, first + FARTHEST):
        starts = schedule.year(number).starts
        found = bisect_left(starts, at)
        if found < len(starts):
            return _moment(starts[found])
    raise NeverWorking


def working_between(schedule: Schedule, a: dt.datetime, b: dt.datetime) -> dt.timedelta:
    """Working time from `a` to `b`, both aware; negative when `b` is the earlier one."""
    if b < a:
        return -working_between(schedule, b, a)
    first, last = _year_of(schedule, a), _year_of(schedule, b)
    if last - first > FARTHEST:
        raise NeverWorking
    full = sum(schedule.year(number).total for number in range(first, last))
    done = schedule.year(first).until(_stamp(a))
    return (full + schedule.year(last).until(_stamp(b)) - done) * _MICROSECOND


def add_working(schedule: Schedule, start: dt.datetime, duration: dt.timedelta) -> dt.datetime:
    """The earliest moment with `duration` of working time since `start` (negative: the latest one before it)."""
    wanted = duration // _MICROSECOND
    if wanted == 0:
        return start.astimezone(dt.UTC)
    number = _year_of(schedule, start)
    need = schedule.year(number).until(_stamp(start)) + wanted
    return _forward(schedule, number, need) if wanted > 0 else _back(schedule, number, need)


def _forward(schedule: Schedule, first: int, need: int) -> dt.datetime:
    for number in range(first, min(first + FARTHEST, dt.MAXYEAR)):
        year = schedule.year(number)
        if need <= year.total:
            at = bisect_left(year.before, need) - 1
            return _moment(year.starts[at] + need - year.before[at])
        need -= year.total
    raise NeverWorking


def _back(schedule: Schedule, last: int, need: int) -> dt.datetime:
    for number in range(last, max(last - FARTHEST, dt.MINYEAR), -1):
        if need >= 0 and schedule.year(number).total > need:
            year = schedule.year(number)
            at = bisect_right(year.before, need) - 1
            return _moment(year.starts[at] + need - year.before[at])
        need += schedule.year(number - 1).total
    raise NeverWorking


def _span(schedule: Schedule, moment: dt.datetime) -> Span | None:
    year, at = schedule.year(_year_of(schedule, moment)), _stamp(moment)
    found = bisect_right(year.starts, at) - 1
    return (year.starts[found], year.ends[found]) if found >= 0 and at < year.ends[found] else None


def _stamp(moment: dt.datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _moment(stamp: int) -> dt.datetime:
    return _EPOCH + stamp * _MICROSECOND


def _year_of(schedule: Schedule, moment: dt.datetime) -> int:
    return moment.astimezone(schedule.zone).year


# -- a year's spans --------------------------------------------------------------------------------------------------


def _worked_out(schedule: Schedule, number: int) -> _Year:
    pieces = sorted(_pieces(schedule, number))
    away = [(_stamp(since), _stamp(until)) for since, until in schedule.away]
    spans = list(_without(_joined(pieces), away))
    lengths = accumulate((end - start for start, end in spans), initial=0)
    return _Year([start for start, _ in spans], [end for _, end in spans], list(lengths))


def _pieces(schedule: Schedule, number: int) -> Iterator[Span]:
    """Every slot of the year on the universal clock: a skipped hour is nobody's, one that comes twice counts twice."""
    first, last = dt.date(number, 1, 1), dt.date(number, 12, 31)
    stretches = list(_stretches(schedule.zone, first, last))
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = dt.date.fromordinal(ordinal)
        slots = schedule.slots(day)
        midnight = (ordinal - _EPOCH.toordinal()) * 2 * _HALF_DAY
        for low, high, offset in stretches:
            if low < midnight + 4 * _HALF_DAY and high > midnight - 2 * _HALF_DAY:
                for start, end in slots:
                    piece = (midnight + start * _MINUTE - offset, midnight + end * _MINUTE - offset)
                    cut = max(low, piece[0]), min(high, piece[1])
                    if cut[0] < cut[1]:
                        yield cut


def _stretches(zone: ZoneInfo, first: dt.date, last: dt.date) -> Iterator[tuple[int, int, int]]:
    """(from, until, distance from the universal clock) around the days; it changes at most once in half a day."""
    begin = (first.toordinal() - _EPOCH.toordinal() - 1) * 2 * _HALF_DAY
    until = (last.toordinal() - _EPOCH.toordinal() + 2) * 2 * _HALF_DAY
    low = begin
    for a, b in pairwise(range(begin, until + 1, _HALF_DAY)):
        if _offset(zone, a) != _offset(zone, b):
            change = _change(zone, a, b)
            yield low, change, _offset(zone, a)
            low = change
    yield low, until, _offset(zone, until)


def _change(zone: ZoneInfo, low: int, high: int) -> int:
    """The minute the clocks change between two moments."""
    former = _offset(zone, low)
    while high - low > _MINUTE:
        middle = low + (high - low) // (2 * _MINUTE) * _MINUTE
        low, high = (middle, high) if _offset(zone, middle) == former else (low, middle)
    return high


def _offset(zone: ZoneInfo, stamp: int) -> int:
    return (_moment(stamp).astimezone(zone).utcoffset() or dt.timedelta()) // _MICROSECOND


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Ordered spans with those that touch made one."""
    held: Span | None = None
    for start, end in spans:
        if held is not None and start <= held[1]:
            held = held[0], max(end, held[1])
            continue
        if held is not None:
            yield held
        held = start, end
    if held is not None:
        yield held


def _without(spans: Iterable[Span], away: Iterable[Span]) -> Iterator[Span]:
    """Spans with what is cut out of them left away."""
    cuts = list(_joined(sorted(away)))
    for low, end in spans:
        start = low
        for since, until in cuts[max(0, bisect_right(cuts, (start, start)) - 1) :]:
            if since >= end:
                break
            if start < since:
                yield start, since
            start = max(start, until)
        if start < end:
            yield start, end
