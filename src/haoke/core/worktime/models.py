"""Calendars of working time, their special days, and when persons are away."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from haoke.core.fieldtypes import ChoiceField, JsonField, MultiReferenceField, TranslatedField
from haoke.core.fieldtypes.base import Choice
from haoke.core.records.model import Record
from haoke.core.text import T
from haoke.core.worktime.hours import SHIPPED

LIVE = Q(deleted_at=None)
KINDS = (
    Choice("rest", T("Day off", "休息日"), "red"),
    Choice("work", T("Working day", "工作日"), "blue"),
)
ABSENCES = (
    Choice("annual", T("Annual leave", "年假"), "blue"),
    Choice("sick", T("Sick leave", "病假"), "orange"),
    Choice("personal", T("Personal leave", "事假"), "gold"),
    Choice("trip", T("Business trip", "出差"), "cyan"),
    Choice("training", T("Training", "培训"), "purple"),
    Choice("other", T("Other", "其他"), "gray"),
)


def office_hours() -> dict[str, list[list[str]]]:
    """Hours a new calendar begins with."""
    return {name: [list(slot) for slot in slots] for name, slots in SHIPPED.items()}


class WorkCalendar(Record):
    """When a company, or some of its departments, works;
    `with_default`: special days of the default calendar count, too. `code`: a shipped one."""

    refusals: ClassVar = {
        "workcalendar_one_default": T("Another calendar is the default", "已有其他默认日历"),
    }
    name = TranslatedField(T("Name", "名称"))
    code = models.CharField(T("Code", "代码"), max_length=40, null=True, blank=True, editable=False)
    time_zone = models.CharField(T("Time zone", "时区"), max_length=60, default="Asia/Shanghai")
    hours = JsonField(T("Working hours", "工作时间"), default=office_hours, blank=True)
    with_default = models.BooleanField(
        T("Holidays of the default calendar too", "沿用默认日历的特殊日期"), default=True
    )
    departments = MultiReferenceField(
        T("Departments", "适用部门"), to="identity.Department", null=True, blank=True,
        help_text=T("And those below them; everybody else follows the default", "含下级部门；其他人员使用默认日历"),
    )  # fmt: skip
    is_default = models.BooleanField(T("Default", "默认"), default=False)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["is_default"], name="workcalendar_one_default", condition=Q(is_default=True) & LIVE
            ),
        )


class WorkDay(Record):
    """A day unlike the others of its weekday: off, or worked in `hours` (none: like a usual day)."""

    calendar = models.ForeignKey(
        WorkCalendar, models.PROTECT, verbose_name=T("Calendar", "日历"), related_name="+", db_index=False
    )
    day = models.DateField(T("Day", "日期"))
    kind = ChoiceField(T("Kind", "类型"), choices=KINDS, default="rest")
    name = TranslatedField(T("Occasion", "名称"), max_length=60, null=True, blank=True)
    hours = JsonField(T("Working hours", "工作时间"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["calendar", "day"], name="workday_once", condition=LIVE),
        )


class Absence(Record):
    """A span its owner is not at work."""

    kind = ChoiceField(T("Kind", "类型"), choices=ABSENCES, default="annual")
    since = models.DateTimeField(T("From", "开始时间"))
    until = models.DateTimeField(T("Until", "结束时间"))
    note = models.CharField(T("Note", "备注"), max_length=300, null=True, blank=True)

    class Meta(Record.Meta):
        constraints = (
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="absence_in_order"),
        )
