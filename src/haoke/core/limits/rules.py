"""A limit nobody can work under would be a lock-out, also of whoever set it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core.errors import Problem
from haoke.core.spec import RuleBroken
from haoke.core.text import T

if TYPE_CHECKING:
    from haoke.core.spec import Change

LEAST = {"rows_per_day": 1000, "requests_per_minute": 60}
TOO_LITTLE = T(
    "Below {least} nobody can work; give more, or leave it empty", "低于 {least} 将无法正常工作，请调高或留空"
)


def leaves_room_to_work(change: Change) -> None:
    """Neither budget below what a quiet day takes."""
    problems = [
        Problem(name, "too_little", TOO_LITTLE.fill(least=least))
        for name, least in LEAST.items()
        if name in change.changed and change.after[name] is not None and change.after[name] < least
    ]
    if problems:
        raise RuleBroken(problems=problems)
