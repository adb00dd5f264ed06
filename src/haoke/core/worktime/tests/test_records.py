"""Calendars, special days and absences as records, and whose time is reckoned by them."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest

from haoke.core import clock
from haoke.core.access.actor import system
from haoke.core.errors import Invalid
from haoke.core.records import changes
from haoke.core.worktime import NeverWorking, is_working, schedule_for, schedule_of, working_between, year_to_enter
from haoke.core.worktime.models import WorkCalendar, WorkDay
from haoke.core.worktime.shipping import ensure_work_calendar

pytestmark = pytest.mark.django_db
LONG = [["10:00", "22:00"]]
HOUR = dt.timedelta(hours=1)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.timezone(8 * HOUR))


def made(key: str, **values: Any) -> Any:
    with changes(system("test"), "scene") as tx:
        return tx.create(key, values)


def act(record: Any, name: str, **data: Any) -> Any:
    with changes(system("test"), "scene") as tx:
        return tx.run("work_calendar", record, name, data)


def shipped() -> Any:
    with changes(system("test"), "scene") as tx:
        ensure_work_calendar(tx)
    return WorkCalendar._base_manager.get(code="cn")


def person(department: Any = None) -> UUID:
    with changes(system("test"), "scene") as tx:
        user = tx.add("user", {"name": "Anna"})
        tx.set("user", user, {"department": department})
    return UUID(str(user.id))


def refused(key: str, **values: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as info:
        made(key, **values)
    return [(problem.field, problem.code) for problem in info.value.problems]


def test_without_a_calendar_there_are_office_hours_in_the_companys_zone() -> None:
    with clock.in_zone("Europe/Berlin"):
        found = schedule_for()
    assert str(found.zone) == "Europe/Berlin"
    assert found.slots(dt.date(2026, 11, 20)) == ((540, 720), (810, 1080))
    assert found.slots(dt.date(2026, 11, 21)) == ()


def test_the_shipped_calendar_knows_chinas_holidays_and_worked_weekends() -> None:
    shipped()
    found = schedule_for()
    assert not is_working(found, at("2026-02-16T10:00"))  # a Monday of the Spring Festival
    assert is_working(found, at("2026-02-28T10:00"))  # a Saturday worked for it
    assert is_working(found, at("2025-10-11T10:00"))
    assert not is_working(found, at("2026-11-21T10:00"))
    assert working_between(found, at("2026-02-14T00:00"), at("2026-02-25T00:00")) == 2 * 7.5 * HOUR


def test_what_is_shipped_comes_once_and_stays_away_when_removed() -> None:
    calendar = shipped()
    days = WorkDay._base_manager.filter(calendar=calendar, deleted_at=None)
    assert days.count() == 28 + 5 + 33 + 6
    with changes(system("test"), "scene") as tx:
        for day in days.filter(day__year=2026):
            tx.delete("work_day", day)
        assert ensure_work_calendar(tx) == 0
        tx.delete("work_calendar", calendar)
        assert ensure_work_calendar(tx) == 0
    assert WorkCalendar._base_manager.count() == 1


def test_the_days_of_a_year_are_added_where_they_are_missing() -> None:
    calendar = made("work_calendar", name={"en": "Plant"})
    made("work_day", calendar=calendar.id, day="2026-10-01", kind="work", name={"en": "Fair"})
    assert act(calendar, "add_holidays", year=2026) == {"added": 38}
    assert WorkDay._base_manager.get(calendar=calendar, day="2026-10-01").kind == "work"
    with pytest.raises(Invalid, match="2099"):
        act(calendar, "add_holidays", year=2099)


def test_a_changed_day_counts_at_once() -> None:
    calendar = shipped()
    assert is_working(schedule_for(), at("2026-11-20T10:00"))
    day = made("work_day", calendar=calendar.id, day="2026-11-20", kind="rest")
    assert not is_working(schedule_for(), at("2026-11-20T10:00"))
    with changes(system("test"), "scene") as tx:
        tx.update("work_day", day, {"kind": "work", "hours": [["20:00", "24:00"]]})
    assert is_working(schedule_for(), at("2026-11-20T23:59"))
    assert not is_working(schedule_for(), at("2026-11-20T10:00"))


def test_departments_have_their_calendar_and_those_below_follow() -> None:
    shipped()
    above = made("department", name="East")
    below = made("department", name="Nanjing", parent=above.id)
    nearer = made("department", name="Night shift", parent=below.id)
    night = {"mon": [["22:00", "24:00"]], "tue": [["00:00", "06:00"]]}
    made("work_calendar", name={"en": "East"}, departments=[above.id], hours={"fri": [["10:00", "11:00"]]})
    made("work_calendar", name={"en": "Night"}, departments=[nearer.id], hours=night)
    friday = dt.date(2026, 11, 20)
    assert schedule_of(person(below.id)).slots(friday) == ((600, 660),)
    assert schedule_of(person(nearer.id)).slots(friday) == ()
    assert schedule_of(person()).slots(friday) == ((540, 720), (810, 1080))


def test_holidays_are_lent_and_ones_own_days_count() -> None:
    shipped()
    shop = made("work_calendar", name={"en": "Shop"}, hours={"mon": LONG, "sun": LONG})
    made("work_day", calendar=shop.id, day="2026-10-02", kind="work")
    found = schedule_for(shop.id)
    assert found.slots(dt.date(2026, 10, 1)) == ()
    assert found.slots(dt.date(2026, 10, 2)) == ((600, 1320),)
    assert found.slots(dt.date(2026, 11, 22)) == ((600, 1320),)
    with changes(system("test"), "scene") as tx:
        tx.update("work_calendar", shop, {"with_default": False})
    assert schedule_for(shop.id).slots(dt.date(2026, 10, 4)) == ((600, 1320),)


def test_who_is_away_is_not_at_work() -> None:
    shipped()
    anna = person()
    made("absence", owner=anna, since=at("2026-11-20T11:00"), until=at("2026-11-23T10:00"))
    found = schedule_of(anna)
    assert working_between(found, at("2026-11-20T00:00"), at("2026-11-24T00:00")) == (2 + 6.5) * HOUR
    assert working_between(schedule_for(), at("2026-11-20T00:00"), at("2026-11-24T00:00")) == 15 * HOUR


def test_another_calendar_becomes_the_default() -> None:
    shipped()
    other = made("work_calendar", name={"en": "Other"}, hours={"sun": [["10:00", "11:00"]]})
    act(other, "make_default")
    assert WorkCalendar._base_manager.get(is_default=True).id == other.id
    assert schedule_for().slots(dt.date(2026, 11, 22)) == ((600, 660),)


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        ([], "hours"),
        ({"monday": []}, "weekday"),
        ({"mon": "9-18"}, "hours"),
        ({"mon": [["09:00"]]}, "hours"),
        ({"mon": [["9:00", "18:00"]]}, "time"),
        ({"mon": [["09:00", 18]]}, "time"),
        ({"mon": [["09:00", "25:00"]]}, "time"),
        ({"mon": [["18:00", "09:00"]]}, "backwards"),
        ({"mon": [["09:00", "12:00"], ["11:00", "13:00"]]}, "overlap"),
        ({"mon": [["09:00", "09:01"]] * 9}, "too_many"),
        ({"mon": []}, "never"),
    ],
)
def test_hours_that_are_none_are_refused(hours: Any, code: str) -> None:
    assert refused("work_calendar", name={"en": "X"}, hours=hours or [1]) == [("hours", code)]


def test_a_calendar_needs_a_zone() -> None:
    assert refused("work_calendar", name={"en": "X"}, time_zone="Mars") == [("time_zone", "time_zone")]


def test_a_department_has_one_calendar() -> None:
    east = made("department", name="East")
    one = made("work_calendar", name={"en": "One"}, departments=[east.id])
    assert refused("work_calendar", name={"en": "Two"}, departments=[east.id]) == [("departments", "taken")]
    with changes(system("test"), "scene") as tx:
        tx.update("work_calendar", one, {"departments": [east.id], "name": {"en": "First"}})


def test_a_day_off_has_no_hours_and_a_worked_one_may() -> None:
    calendar = shipped()
    day: dict[str, Any] = {"calendar": calendar.id, "day": "2026-11-25"}
    assert refused("work_day", **day, kind="rest", hours=[["09:00", "10:00"]]) == [("hours", "day_off")]
    assert refused("work_day", **day, kind="work", hours=[["10:00", "09:00"]]) == [("hours", "backwards")]
    assert made("work_day", **day, kind="work", hours=[]).hours is None


def test_an_absence_ends_after_it_begins() -> None:
    assert refused("absence", since=at("2026-11-20T11:00"), until=at("2026-11-20T11:00")) == [("until", "backwards")]


def missing_on(day: str) -> int | None:
    with clock.frozen(at(f"{day}T10:00")):
        return year_to_enter()


def test_a_year_without_official_days_is_missed_from_the_middle_of_november_on() -> None:
    assert missing_on("2026-11-20") is None
    calendar = shipped()
    assert missing_on("2026-11-14") is None
    assert missing_on("2026-11-15") == 2027
    assert missing_on("2027-01-01") == 2027
    for day in range(1, 5):
        made("work_day", calendar=calendar.id, day=f"2027-03-0{day}", kind="rest")
    assert missing_on("2026-12-01") == 2027
    made("work_day", calendar=calendar.id, day="2027-03-05", kind="work")
    assert missing_on("2026-12-01") is None


def test_a_calendar_without_special_days_misses_none() -> None:
    act(made("work_calendar", name={"en": "Plain"}), "make_default")
    assert missing_on("2026-12-01") is None


def test_who_is_always_away_never_works() -> None:
    anna = person()
    made("absence", owner=anna, since=at("2000-01-01T00:00"), until=at("2100-01-01T00:00"))
    found = schedule_of(anna)
    with pytest.raises(NeverWorking):
        working_between(found, at("2000-01-01T00:00"), at("2090-01-01T00:00"))
