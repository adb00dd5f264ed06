"""Reckoning in working time against a clock that goes minute by minute."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haoke.core.testing.lots import examples
from haoke.core.worktime.schedule import (
    NeverWorking,
    Schedule,
    add_working,
    is_working,
    next_working,
    working_between,
)

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
OFFICE = ((540, 720), (810, 1080))
SHANGHAI = ZoneInfo("Asia/Shanghai")
USUAL = Schedule(SHANGHAI, (OFFICE,) * 5 + ((), ()))
#: Zones with clocks that change, at midnight and by less than an hour, too; days around their changes.
CHANGES = {
    "Asia/Shanghai": dt.date(2026, 1, 1),
    "America/New_York": dt.date(2026, 3, 8),
    "America/Havana": dt.date(2026, 11, 1),
    "Europe/Berlin": dt.date(2026, 10, 25),
    "Australia/Lord_Howe": dt.date(2026, 4, 5),
    "America/Santiago": dt.date(2026, 9, 6),
    "Pacific/Apia": dt.date(2011, 12, 30),
    "Asia/Kathmandu": dt.date(2026, 12, 31),
}


def at(day: str, time: str = "00:00", zone: ZoneInfo = SHANGHAI) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=zone)


# -- the other way: every minute is asked by itself ------------------------------------------------------------------


def minute_is_work(schedule: Schedule, minute: dt.datetime) -> bool:
    wall = minute.astimezone(schedule.zone)
    inside = any(start <= wall.hour * 60 + wall.minute < end for start, end in schedule.slots(wall.date()))
    return inside and not any(since <= minute < until for since, until in schedule.away)


def minutes_of_work(schedule: Schedule, a: dt.datetime, b: dt.datetime) -> dt.timedelta:
    worked, minute = 0, a
    while minute < b:
        worked += minute_is_work(schedule, minute)
        minute += MINUTE
    return worked * MINUTE


def minute_after(schedule: Schedule, start: dt.datetime, duration: dt.timedelta) -> dt.datetime:
    minute, left = start, duration // MINUTE
    while left:
        left -= minute_is_work(schedule, minute)
        minute += MINUTE
    return minute


def minute_before(schedule: Schedule, start: dt.datetime, duration: dt.timedelta) -> dt.datetime:
    minute, left = start, duration // MINUTE
    while left:
        minute -= MINUTE
        left -= minute_is_work(schedule, minute)
    return minute


# -- what may come ---------------------------------------------------------------------------------------------------


@st.composite
def slots(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    edges = draw(st.lists(st.integers(0, 1440), max_size=6, unique=True))
    edges = sorted(edges)[: len(edges) // 2 * 2]
    return tuple(zip(edges[::2], edges[1::2], strict=True))


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Schedule, dt.datetime]:
    """A schedule that is never quite empty, and a moment near something odd."""
    name = draw(st.sampled_from(sorted(CHANGES)))
    zone, odd = ZoneInfo(name), CHANGES[name]
    begin = dt.datetime.combine(odd - 2 * DAY, dt.time(), dt.UTC)
    moments = st.integers(0, 5 * 1440).map(lambda minutes: begin + minutes * MINUTE)
    away = draw(st.lists(st.tuples(moments, moments), max_size=3))
    days = draw(st.dictionaries(st.integers(-2, 3).map(lambda n: odd + n * DAY), slots(), max_size=3))
    week = [draw(slots()) for _ in range(7)]
    week[draw(st.integers(0, 6))] = OFFICE
    return Schedule(zone, tuple(week), days, tuple(span for span in away if span[0] < span[1])), draw(moments)


@settings(max_examples=examples(150), deadline=None)
@given(scenes(), st.integers(0, 3 * 1440))
def test_between_agrees_with_the_clock(scene: tuple[Schedule, dt.datetime], length: int) -> None:
    schedule, start = scene
    end = start + length * MINUTE
    assert working_between(schedule, start, end) == minutes_of_work(schedule, start, end)
    assert working_between(schedule, end, start) == -minutes_of_work(schedule, start, end)


@settings(max_examples=examples(150), deadline=None)
@given(scenes(), st.integers(0, 600))
def test_adding_agrees_with_the_clock(scene: tuple[Schedule, dt.datetime], minutes: int) -> None:
    schedule, start = scene
    assert add_working(schedule, start, minutes * MINUTE) == minute_after(schedule, start, minutes * MINUTE)
    assert add_working(schedule, start, -minutes * MINUTE) == minute_before(schedule, start, minutes * MINUTE)


@settings(max_examples=examples(150), deadline=None)
@given(scenes())
def test_being_at_work_agrees_with_the_clock(scene: tuple[Schedule, dt.datetime]) -> None:
    schedule, start = scene
    assert is_working(schedule, start) == minute_is_work(schedule, start)
    minute = start
    while not minute_is_work(schedule, minute):
        minute += MINUTE
    assert next_working(schedule, start) == minute


@settings(max_examples=examples(200), deadline=None)
@given(scenes(), st.timedeltas(dt.timedelta(microseconds=1), 30 * DAY), st.timedeltas(-DAY, DAY))
def test_what_is_added_lies_between(
    scene: tuple[Schedule, dt.datetime], duration: dt.timedelta, by: dt.timedelta
) -> None:
    schedule, start = scene
    due = add_working(schedule, start + by, duration)
    assert working_between(schedule, start + by, due) == duration
    assert working_between(schedule, start + by, due - dt.timedelta(microseconds=1)) < duration
    back = add_working(schedule, start + by, -duration)
    assert working_between(schedule, back, start + by) == duration
    assert working_between(schedule, back + dt.timedelta(microseconds=1), start + by) < duration


# -- by hand ---------------------------------------------------------------------------------------------------------


def test_a_deadline_is_the_end_of_a_slot_not_the_beginning_of_the_next() -> None:
    assert add_working(USUAL, at("2026-11-20", "17:00"), HOUR) == at("2026-11-20", "18:00")
    assert add_working(USUAL, at("2026-11-20", "17:00"), 2 * HOUR) == at("2026-11-23", "10:00")
    assert add_working(USUAL, at("2026-11-20", "11:00"), 2 * HOUR) == at("2026-11-20", "14:30")
    assert add_working(USUAL, at("2026-11-23", "10:00"), -2 * HOUR) == at("2026-11-20", "17:00")


def test_nothing_added_is_the_moment_itself() -> None:
    assert add_working(USUAL, at("2026-11-21", "03:00"), 0 * HOUR) == at("2026-11-21", "03:00")


def test_slots_end_before_they_are_over() -> None:
    assert is_working(USUAL, at("2026-11-20", "09:00"))
    assert not is_working(USUAL, at("2026-11-20", "12:00"))
    assert next_working(USUAL, at("2026-11-20", "12:00")) == at("2026-11-20", "13:30")
    assert next_working(USUAL, at("2026-11-20", "13:31")) == at("2026-11-20", "13:31")
    assert next_working(USUAL, at("2026-12-31", "20:00")) == at("2027-01-01", "09:00")


def test_a_holiday_is_off_and_a_saturday_worked_instead() -> None:
    schedule = Schedule(SHANGHAI, USUAL.week, {dt.date(2026, 10, 1): (), dt.date(2026, 10, 10): OFFICE})
    assert not is_working(schedule, at("2026-10-01", "10:00"))
    assert working_between(schedule, at("2026-10-09"), at("2026-10-11")) == 15 * HOUR


def test_years_apart_are_summed_and_too_far_is_refused() -> None:
    assert working_between(USUAL, at("2024-01-01"), at("2026-01-01")) == (262 + 261) * 7.5 * HOUR
    with pytest.raises(NeverWorking):
        working_between(USUAL, at("1900-01-01"), at("2026-01-01"))


def test_who_never_works_is_never_done() -> None:
    nobody = Schedule(SHANGHAI, ((),) * 7)
    for step in (HOUR, -HOUR):
        with pytest.raises(NeverWorking):
            add_working(nobody, at("2026-01-01"), step)
    with pytest.raises(NeverWorking):
        next_working(nobody, at("2026-01-01"))


def test_a_year_is_worked_out_once() -> None:
    schedule = Schedule(SHANGHAI, USUAL.week)
    working_between(schedule, at("2026-01-05"), at("2026-02-05"))
    kept = schedule.year(2026)
    add_working(schedule, at("2026-03-05"), 8 * HOUR)
    assert schedule.year(2026) is kept
