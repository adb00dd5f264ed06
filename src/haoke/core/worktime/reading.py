"""Whose working time it is: calendars as they are now, kept by the process for each state of their records."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from haoke.core import clock, registry
from haoke.core.records.states import state_of
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql, ident
from haoke.core.worktime import hours
from haoke.core.worktime.schedule import Schedule, is_working

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping

    from haoke.core.worktime.schedule import Slots

#: A text that is another one whenever a calendar or a special day has come, gone or changed.
STATE: Final = f"SELECT {state_of('core_workcalendar')} || ' ' || {state_of('core_workday')} AS state"
#: The calendar of the nearest department that has one, else the default, else the oldest.
_CHOSEN: Final = """
WITH RECURSIVE people AS (SELECT unnest(%s::uuid[]) AS id),
above (person, id, parent_id, far) AS (
    SELECT u.id, d.id, d.parent_id, 0 FROM {departments} d JOIN {users} u ON u.department_id = d.id
    WHERE u.id IN (SELECT id FROM people)
  UNION ALL
    SELECT a.person, d.id, d.parent_id, far + 1 FROM {departments} d JOIN above a ON d.id = a.parent_id
)
SELECT DISTINCT ON (p.id) p.id AS person, c.id FROM people p CROSS JOIN core_workcalendar c
LEFT JOIN above a ON a.person = p.id AND a.id = ANY(c.departments)
WHERE c.deleted_at IS NULL AND (a.id IS NOT NULL OR c.is_default)
ORDER BY p.id, a.far IS NULL, a.far, c.id
"""
#: From this day on (month, day) the days of the coming year should be in: they are announced in early November.
_ANNOUNCED: Final = (11, 15)
#: Fewer special days than any country has holidays: only some of the company's own.
_FEWEST: Final = 5
_ABSENT: Final = """SELECT DISTINCT owner_id FROM core_absence
    WHERE owner_id = ANY(%s) AND deleted_at IS NULL AND since <= %s AND until > %s"""
_AWAY: Final = "SELECT since, until FROM core_absence WHERE owner_id = %s AND deleted_at IS NULL ORDER BY since"


def schedule_of(user: UUID) -> Schedule:
    """When a person works: his department's calendar without the time he is away."""
    away = tuple((row["since"], row["until"]) for row in fetch(Sql(_AWAY, (user,))))
    general = schedule_for(_calendars([user]).get(user))
    return replace(general, away=away, _years={}) if away else general


def absent(people: Collection[UUID]) -> set[UUID]:
    """Those of the people who are away at this moment."""
    now = clock.now()
    return {row["owner_id"] for row in fetch(Sql(_ABSENT, (list(people), now, now)))}


def resting(people: Collection[UUID]) -> set[UUID]:
    """Those of the people whose calendars say that this moment is no working time; absences are another matter."""
    chosen = _calendars(people)
    state, zone = fetch(Sql(STATE))[0]["state"], str(clock.timezone())
    works = {each: is_working(_kept(state, each, zone), clock.now()) for each in {*chosen.values(), None}}
    return {person for person in people if not works[chosen.get(person)]}


def _calendars(people: Collection[UUID]) -> dict[UUID, UUID]:
    """{person: his calendar}; nothing of those whom none is for."""
    tables = {"departments": _table("department"), "users": _table("user")}
    found = fetch(Sql(_CHOSEN.format(**tables), (list(people),)))
    return {row["person"]: row["id"] for row in found}


def _table(key: str) -> str:
    return ident(registry.get(key).model._meta.db_table)


def schedule_for(calendar: UUID | None = None) -> Schedule:
    """When is work by a calendar (None: the default one; the usual office hours where there is none)."""
    return _kept(fetch(Sql(STATE))[0]["state"], calendar, str(clock.timezone()))


def chosen(calendar: UUID | None) -> Mapping[str, Any] | None:
    """Row (id, time_zone, hours, with_default) of that calendar, of the default one when none is named."""
    which = "id = %s" if calendar else "is_default"
    found = fetch(
        Sql(
            f"SELECT id, time_zone, hours, with_default FROM core_workcalendar WHERE deleted_at IS NULL AND {which}",
            (calendar,) if calendar else (),
        )
    )
    return found[0] if found else None


@lru_cache(maxsize=64)
def _kept(_state: str, calendar: UUID | None, zone: str) -> Schedule:
    row = chosen(calendar) or chosen(None)
    if row is None:
        return Schedule(ZoneInfo(zone), hours.slots_of_week(hours.SHIPPED))
    return Schedule(ZoneInfo(row["time_zone"]), hours.slots_of_week(row["hours"]), dict(_days(row)))


def special_days(calendar: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Special days of a calendar's row, those of the default one first: its own come last and count."""
    return fetch(
        Sql(
            "SELECT d.id, calendar_id, day, kind, d.name, d.hours, d.version FROM core_workday d"
            " JOIN core_workcalendar c ON c.id = d.calendar_id WHERE d.deleted_at IS NULL AND c.deleted_at IS NULL"
            " AND (c.id = %s OR (%s AND c.is_default)) ORDER BY c.id = %s, day",
            (calendar["id"], calendar["with_default"], calendar["id"]),
        )
    )


def missing_year(days: Iterable[dt.date]) -> int | None:
    """The present year, or from the middle of November the next, when a calendar of these special days lacks it."""
    entered = Counter(day.year for day in days)
    today = clock.today()
    due = [today.year] + [today.year + 1] * ((today.month, today.day) >= _ANNOUNCED)
    return next((year for year in due if entered and entered[year] < _FEWEST), None)


def year_to_enter() -> int | None:
    """The year whose special days the default calendar lacks."""
    calendar = chosen(None)
    return missing_year(row["day"] for row in special_days(calendar)) if calendar else None


def _days(calendar: Mapping[str, Any]) -> dict[dt.date, Slots]:
    usual = hours.slots(hours.usual(calendar["hours"]))
    return {row["day"]: day_slots(row, usual) for row in special_days(calendar)}


def day_slots(row: Mapping[str, Any], usual: Slots) -> Slots:
    """Slots of a special day."""
    if row["kind"] == "rest":
        return ()
    return hours.slots(row["hours"]) if row["hours"] else usual
