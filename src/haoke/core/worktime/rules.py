"""What calendars, special days and absences must be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import connection

from haoke.core import registry
from haoke.core.errors import BadValue
from haoke.core.spec import RuleBroken
from haoke.core.sql import ident
from haoke.core.text import T
from haoke.core.worktime import hours

if TYPE_CHECKING:
    from collections.abc import Callable

    from haoke.core.spec import Change

NO_ZONE: Final = T("Write a time zone such as Asia/Shanghai", "请填写 Asia/Shanghai 这样的时区")
TAKEN: Final = T("“{name}” already has a calendar of its own", "“{name}”已有自己的工作日历")
OFF_HAS_NO_HOURS: Final = T("A day off has no working hours", "休息日没有工作时间")
ORDER: Final = T("The end must come after the start", "结束时间须晚于开始时间")


def calendar_is_sound(change: Change) -> None:
    """A time zone there is, hours that fit a day, departments without another calendar."""
    after = change.after
    if "time_zone" in change.changed and not _is_zone(after["time_zone"]):
        raise RuleBroken.at("time_zone", "time_zone", NO_ZONE)
    if "hours" in change.changed or change.creating:
        after["hours"] = _checked(hours.week, after["hours"] or hours.SHIPPED)
    if "departments" in change.changed and after["departments"]:
        _departments_are_free(change)


def day_is_sound(change: Change) -> None:
    """Hours only on a working day, and only such as a day has."""
    after = change.after
    if after["hours"] is None or not change.changed & {"hours", "kind"}:
        return
    if after["kind"] == "rest":
        raise RuleBroken.at("hours", "day_off", OFF_HAS_NO_HOURS)
    after["hours"] = _checked(hours.day, after["hours"]) or None


def absence_ends_after_it_begins(change: Change) -> None:
    """In order."""
    if change.after["until"] <= change.after["since"]:
        raise RuleBroken.at("until", "backwards", ORDER)


def _checked(check: Callable[[Any], Any], raw: Any) -> Any:
    try:
        return check(raw)
    except BadValue as bad:
        raise RuleBroken.at("hours", bad.code, bad.message) from None


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _departments_are_free(change: Change) -> None:
    with connection.cursor() as cursor:
        departments = ident(registry.get("department").model._meta.db_table)
        cursor.execute(
            f"SELECT d.name FROM core_workcalendar c JOIN {departments} d ON d.id = ANY(c.departments)"
            " WHERE c.deleted_at IS NULL AND d.id = ANY(%s) AND c.id IS DISTINCT FROM %s LIMIT 1",
            [list(change.after["departments"]), (change.before or {}).get("id")],
        )
        row = cursor.fetchone()
    if row:
        raise RuleBroken.at("departments", "taken", TAKEN.fill(name=row[0]))
