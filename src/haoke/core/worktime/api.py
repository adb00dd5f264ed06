"""A year of a calendar, day by day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import access, clock, registry
from haoke.core.access.actor import Verb
from haoke.core.api.routes import Answer, Call, Route
from haoke.core.errors import Missing
from haoke.core.text import T
from haoke.core.worktime import china, hours
from haoke.core.worktime.reading import chosen, missing_year, special_days

if TYPE_CHECKING:
    from collections.abc import Mapping


class OfYear(BaseModel):
    """Which calendar and year: the default one and the present year unless named."""

    model_config = ConfigDict(extra="forbid")
    calendar: UUID | None = None
    year: int | None = Field(None, ge=1900, le=2200)


def read_year(call: Call) -> Answer:
    """{days: [{day, kind, usual, hours, special}], missing}: `special` is the record that makes it differ, or null."""
    access.require(call.actor, registry.get("work_calendar"), Verb.READ)
    calendar = _calendar(call.query.calendar)
    rows = special_days(calendar)
    special = {row["day"]: row for row in rows}
    year = call.query.year or clock.today().year
    first = dt.date(year, 1, 1)
    length = dt.date(year + 1, 1, 1).toordinal() - first.toordinal()
    days = (first + dt.timedelta(each) for each in range(length))
    return Answer({
        "days": [_day(calendar, day, special.get(day)) for day in days],
        "missing": missing_year(special), "announced": sorted(china.ANNOUNCED),
    })  # fmt: skip


def _calendar(key: UUID | None) -> Mapping[str, Any]:
    found = chosen(key)
    if found is None:
        if key is not None:
            raise Missing
        return {"id": None, "hours": hours.SHIPPED, "with_default": False}
    return found


def _day(calendar: Mapping[str, Any], day: dt.date, row: Mapping[str, Any] | None) -> dict[str, Any]:
    weekly = calendar["hours"][hours.WEEK[day.weekday()]]
    usual = "work" if weekly else "rest"
    kind = row["kind"] if row else usual
    other = (row["hours"] or hours.usual(calendar["hours"])) if row else weekly
    special = row and {
        "id": row["id"], "version": row["version"], "name": row["name"], "own": row["calendar_id"] == calendar["id"],
    }  # fmt: skip
    return {
        "day": day.isoformat(), "kind": kind, "usual": usual, "hours": other if kind == "work" else [],
        "special": special,
    }  # fmt: skip


ROUTES = (
    Route(
        "GET", "work-year", read_year, T("A year of a work calendar", "工作日历全年安排"), query=OfYear,
        tag="work-calendars",
    ),
)  # fmt: skip
