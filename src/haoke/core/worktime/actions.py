"""Steps taken with calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from haoke.core.errors import Invalid
from haoke.core.text import T
from haoke.core.worktime import china
from haoke.core.worktime.models import WorkCalendar, WorkDay
from haoke.core.worktime.shipping import spoken

if TYPE_CHECKING:
    from haoke.core.records import Tx

NOT_ANNOUNCED = T(
    "The official days of {year} are not known to this version of Haoke; there are {known}",
    "本版本尚无 {year} 年的官方安排，已有 {known}",
)


class Year(BaseModel):
    """Which year."""

    year: int = Field(title=T("Year", "年份"), ge=2000, le=2100)


def make_default(tx: Tx, record: Any, _data: None) -> None:
    """Everybody without a calendar of his department follows this one."""
    for other in WorkCalendar._base_manager.filter(is_default=True, deleted_at=None).exclude(id=record.id):
        tx.set("work_calendar", other, {"is_default": False})
    tx.set("work_calendar", record, {"is_default": True})


def add_holidays(tx: Tx, record: Any, data: Year) -> dict[str, int]:
    """{added}: the official days of a year that the calendar does not have."""
    if data.year not in china.ANNOUNCED:
        raise Invalid.at("year", "not_announced", NOT_ANNOUNCED.fill(year=data.year, known=known()))
    live = WorkDay._base_manager.filter(calendar=record.id, deleted_at=None, day__year=data.year)
    taken = set(live.values_list("day", flat=True))
    found = [each for each in china.days(data.year) if each[0] not in taken]
    for day, kind, occasion in found:
        tx.create("work_day", {"calendar": record.id, "day": day, "kind": kind, "name": spoken(occasion)})
    return {"added": len(found)}


def known() -> str:
    """Years with official days."""
    return ", ".join(map(str, sorted(china.ANNOUNCED)))
