"""When something that repeats is due again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from haoke.core.access.actor import system
from haoke.core.spec import Change, RuleBroken
from haoke.inbox.rules import following, keep_done_time, recurrence_is_known


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "due", "now", "expected"),
    [
        ({"unit": "day", "every": 2}, "2026-01-01T09:00", "2026-01-01T10:00", "2026-01-03T09:00"),
        ({"unit": "week"}, "2026-01-01T09:00", "2026-01-20T10:00", "2026-01-22T09:00"),
        ({"unit": "month"}, "2026-01-31T09:00", "2026-01-31T10:00", "2026-02-28T09:00"),
        ({"unit": "month"}, "2026-01-31T09:00", "2026-03-01T10:00", "2026-03-31T09:00"),
        ({"unit": "month", "every": 2}, "2025-12-15T09:00", "2025-12-15T08:00", "2026-02-15T09:00"),
        ({"unit": "year"}, "2024-02-29T09:00", "2024-03-01T10:00", "2025-02-28T09:00"),
        ({"unit": "week", "until": "2026-01-08"}, "2026-01-01T09:00", "2026-01-01T10:00", "2026-01-08T09:00"),
        ({"unit": "week", "until": "2026-01-07"}, "2026-01-01T09:00", "2026-01-01T10:00", None),
    ],
)
def test_following(rule: dict[str, Any], due: str, now: str, expected: str | None) -> None:
    assert following(rule, at(due), at(now)) == (at(expected) if expected else None)


def change(after: dict[str, Any], *changed: str) -> Change:
    return Change("activity", system(), None, after, frozenset(changed or after))


@pytest.mark.parametrize(
    "rule",
    [
        {"unit": "hour"},
        {"unit": "week", "every": 0},
        {"unit": "week", "every": 400},
        {"unit": "week", "every": True},
        {"unit": "week", "until": "soon"},
        {"unit": "week", "until": 5},
        {"unit": "week", "on": "Monday"},
        ["week"],
        {"every": 1},
    ],
)
def test_a_recurrence_nobody_understands_is_refused(rule: Any) -> None:
    with pytest.raises(RuleBroken) as refused:
        recurrence_is_known(change({"recurrence": rule, "due": at("2026-01-01T09:00")}))
    assert refused.value.problems[0].field == "recurrence"


def test_what_repeats_needs_a_time() -> None:
    with pytest.raises(RuleBroken) as refused:
        recurrence_is_known(change({"recurrence": {"unit": "week"}, "due": None}))
    assert refused.value.problems[0].field == "due"


def test_a_good_recurrence_passes_and_others_are_not_looked_at() -> None:
    recurrence_is_known(
        change({"recurrence": {"unit": "week", "every": 2, "until": "2027-01-01"}, "due": at("2026-01-01T09:00")})
    )
    recurrence_is_known(change({"recurrence": None, "due": None}))
    recurrence_is_known(change({"recurrence": ["old"], "subject": "x"}, "subject"))


def test_done_has_a_time_and_open_has_none() -> None:
    done = change({"done": True, "done_at": None})
    keep_done_time(done)
    assert done.after["done_at"] is not None
    given = change({"done": True, "done_at": at("2020-01-01T09:00")})
    keep_done_time(given)
    assert given.after["done_at"] == at("2020-01-01T09:00")
    opened = change({"done": False, "done_at": at("2020-01-01T09:00")}, "done")
    keep_done_time(opened)
    assert opened.after["done_at"] is None


def test_a_time_alone_means_done() -> None:
    dated = change({"done": False, "done_at": at("2020-01-01T09:00")}, "done_at")
    keep_done_time(dated)
    assert dated.after["done"] is True
