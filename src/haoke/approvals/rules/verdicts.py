"""What several people's decisions amount to; pure."""

from __future__ import annotations

from enum import StrEnum

from haoke.approvals.choices import Mode


class Verdict(StrEnum):
    OPEN = "open"
    PASSED = "passed"
    REJECTED = "rejected"


def verdict(mode: str, percent: int, total: int, approved: int, rejected: int) -> Verdict:
    """The verdict of a step `total` people take part in; nobody at all has nothing against it."""
    needed = {Mode.ANY: min(total, 1), Mode.PERCENT: -(-total * percent // 100)}.get(Mode(mode), total)
    if approved >= needed:
        return Verdict.PASSED
    # One rejection is final, except where a share of the others may still be enough.
    lost = total - rejected < needed if mode == Mode.PERCENT else rejected > 0
    return Verdict.REJECTED if lost else Verdict.OPEN
