"""What is always true of an activity."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from haoke.core import clock
from haoke.core.spec import RuleBroken
from haoke.core.text import T
from haoke.inbox.recurrence import UNITS

if TYPE_CHECKING:
    from haoke.core.spec import Change

_MOST = 366


def keep_done_time(change: Change) -> None:
    """A done activity has a time at which it was done (now unless given); an open one has none."""
    after = change.after
    if after.get("done_at") and "done_at" in change.changed and "done" not in change.changed:
        after["done"] = True
    if not after.get("done"):
        after["done_at"] = None
    elif not after.get("done_at"):
        after["done_at"] = clock.now()


def recurrence_is_known(change: Change) -> None:
    """A recurrence says {every: 1–366, unit: day|week|month|year, until?: date} and needs a time to count from."""
    rule = change.after.get("recurrence")
    if not rule or not change.changed & {"recurrence", "due"}:
        return
    if not _well_formed(rule):
        raise RuleBroken.at(
            "recurrence",
            "recurrence",
            T('Say how often, e.g. {"every": 1, "unit": "week"}', '请填写重复方式，例如 {"every": 1, "unit": "week"}'),
        )
    if not change.after.get("due"):
        raise RuleBroken.at("due", "required", T("Something that repeats needs a time", "重复活动需要填写计划时间"))


def _well_formed(rule: Any) -> bool:
    if not isinstance(rule, dict) or rule.keys() - {"every", "unit", "until"}:
        return False
    every, until = rule.get("every", 1), rule.get("until")
    return (
        rule.get("unit") in UNITS
        and type(every) is int
        and 1 <= every <= _MOST
        and (until is None or (isinstance(until, str) and _is_date(until)))
    )


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
