"""Hours as they are written in records: {"mon": [["09:00", "12:00"], …], …}, and as slots."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from haoke.core.errors import BadValue
from haoke.core.fieldtypes.refusals import shown
from haoke.core.text import T

if TYPE_CHECKING:
    from collections.abc import Mapping

    from haoke.core.worktime.schedule import Slots

WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST: Final = 8
_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00", re.ASCII)
OFFICE: Final = [["09:00", "12:00"], ["13:30", "18:00"]]
SHIPPED: Final = dict.fromkeys(WEEK[:5], OFFICE) | {day: [] for day in WEEK[5:]}

SHAPE: Final = T(
    'Hours are written like {{"mon": [["09:00", "12:00"], ["13:30", "18:00"]]}}',
    '工作时间格式如 {{"mon": [["09:00", "12:00"], ["13:30", "18:00"]]}}',
)
NO_TIME: Final = T("“{value}” is not a time; write for example 09:00", "“{value}”不是时间，请写成例如 09:00")
BACKWARDS: Final = T("{start} to {end}: the end must come after the start", "{start}–{end}：结束时间须晚于开始时间")
OVERLAP: Final = T("{first} and {second} overlap", "{first} 与 {second} 重叠")
TOO_MANY: Final = T("At most {most} slots a day", "每天最多 {most} 个时段")
NOT_A_WEEKDAY: Final = T("“{value}” is not a day of the week; write mon, tue …", "“{value}”不是星期，请写 mon、tue 等")
NEVER: Final = T("Give at least one day of the week working hours", "每周至少要有一天有工作时间")


def week(raw: Any) -> dict[str, list[list[str]]]:
    """Hours of a week as they are kept, every day named, slots in order; raises BadValue."""
    if not isinstance(raw, dict):
        raise BadValue("hours", SHAPE.fill())
    unknown = next((name for name in raw if name not in WEEK), None)
    if unknown is not None:
        raise BadValue("weekday", NOT_A_WEEKDAY.fill(value=shown(unknown)))
    found = {name: day(raw.get(name) or []) for name in WEEK}
    if not any(found.values()):
        raise BadValue("never", NEVER)
    return found


def day(raw: Any) -> list[list[str]]:
    """Slots of one day as they are kept; raises BadValue."""
    if not isinstance(raw, list) or not all(isinstance(each, list) and len(each) == 2 for each in raw):  # noqa: PLR2004
        raise BadValue("hours", SHAPE.fill())
    if len(raw) > MOST:
        raise BadValue("too_many", TOO_MANY.fill(most=MOST))
    found = sorted([_time(start), _time(end)] for start, end in raw)
    for start, end in found:
        if end <= start:
            raise BadValue("backwards", BACKWARDS.fill(start=start, end=end))
    for before, after in pairwise(found):
        if after[0] < before[1]:
            raise BadValue("overlap", OVERLAP.fill(first="–".join(before), second="–".join(after)))
    return found


def _time(raw: Any) -> str:
    if not isinstance(raw, str) or not _TIME.fullmatch(raw):
        raise BadValue("time", NO_TIME.fill(value=shown(raw)))
    return raw


def slots(kept: list[list[str]]) -> Slots:
    """Kept slots in minutes."""
    return tuple((_minutes(start), _minutes(end)) for start, end in kept)


def slots_of_week(kept: Mapping[str, list[list[str]]]) -> tuple[Slots, ...]:
    """Kept hours of a week in minutes, Monday first."""
    return tuple(slots(kept[name]) for name in WEEK)


def usual(kept: Mapping[str, list[list[str]]]) -> list[list[str]]:
    """What a working day is like that would be none: the first of the week that is one."""
    return next(found for name in WEEK if (found := kept[name]))


def _minutes(written: str) -> int:
    hours, _, minutes = written.partition(":")
    return int(hours) * 60 + int(minutes)
