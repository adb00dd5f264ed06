"""Limits as people and machines meet them."""

from __future__ import annotations

from haoke.core.limits import rules
from haoke.core.limits.models import ReadingLimit
from haoke.core.spec import ObjectSpec
from haoke.core.text import T

reading_limit = ObjectSpec(
    key="reading_limit",
    plural="reading-limits",
    model=ReadingLimit,
    label=T("Reading limit", "读取限额"),
    label_plural=T("Reading limits", "读取限额"),
    title="name",
    icon="gauge",
    group="settings",
    section="people",
    carried=("way", "name"),
    columns=("name", "way", "to_roles", "rows_per_day", "requests_per_minute", "rows_per_export"),
    sections={
        T("Limit", "限额"): ("name", "way", "to_roles", "rows_per_day", "requests_per_minute"),
        T("What leaves", "数据外流"): ("rows_per_export", "export_reason_from", "unmaskings_per_day"),
    },
    quick=(
        "name",
        "way",
        "to_roles",
        "rows_per_day",
        "requests_per_minute",
        "unmaskings_per_day",
        "rows_per_export",
        "export_reason_from",
    ),
    timeline=False,
    rules=(rules.leaves_room_to_work,),
    default_sort="name",
)

LIMITS = (reading_limit,)
