"""Calendars, special days and absences as people and machines meet them."""

from __future__ import annotations

from haoke.core.spec import Action, ObjectSpec
from haoke.core.text import T
from haoke.core.worktime import actions, rules
from haoke.core.worktime.models import Absence, WorkCalendar, WorkDay

work_calendar = ObjectSpec(
    key="work_calendar",
    plural="work-calendars",
    model=WorkCalendar,
    label=T("Work calendar", "工作日历"),
    label_plural=T("Work calendars", "工作日历"),
    title="name",
    icon="calendar",
    group="settings",
    section="time",
    carried=("name",),
    columns=("name", "time_zone", "departments", "with_default", "is_default"),
    quick=("name", "time_zone", "departments", "with_default"),
    match=("name",),
    locked=("is_default",),
    open=True,
    timeline=False,
    rules=(rules.calendar_is_sound,),
    actions=(
        Action("make_default", actions.make_default, T("Make it the default", "设为默认"), icon="check"),
        Action(
            "add_holidays", actions.add_holidays, T("Add China's official days", "添加国家法定节假日"), actions.Year,
            icon="calendar-check",
        ),
    ),
    default_sort="name",
)  # fmt: skip
work_day = ObjectSpec(
    key="work_day",
    plural="work-days",
    model=WorkDay,
    label=T("Special day", "特殊日期"),
    label_plural=T("Special days", "特殊日期"),
    title="day",
    icon="calendar-check",
    group="settings",
    section=None,
    carried=("calendar", "day"),
    columns=("calendar", "day", "kind", "name"),
    quick=("calendar", "day", "kind", "name"),
    match=(("calendar", "day"),),
    open=True,
    timeline=False,
    rules=(rules.day_is_sound,),
    aliases={
        "day": ("date", "holiday date", "日期", "放假日期", "调休日期"),
        "kind": ("type", "类别", "是否上班"),
        "name": ("holiday", "holiday name", "节日", "节假日", "假期名称"),
    },
    default_sort="day",
)
absence = ObjectSpec(
    key="absence",
    plural="absences",
    model=Absence,
    label=T("Absence", "请假"),
    label_plural=T("Absences", "请假"),
    title="kind",
    icon="calendar-clock",
    group="settings",
    section="time",
    columns=("owner", "kind", "since", "until", "note"),
    quick=("kind", "since", "until", "note"),
    own=True,
    timeline=False,
    rules=(rules.absence_ends_after_it_begins,),
    default_sort="-since",
)
WORKTIME = (work_calendar, work_day, absence)
