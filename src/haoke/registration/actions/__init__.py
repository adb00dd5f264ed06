"""Steps taken with registrations and collisions."""

from __future__ import annotations

from haoke.registration.actions.deciding import Ruling, Statement, decide, say_for_oneself, visible
from haoke.registration.actions.hearing import heard
from haoke.registration.actions.keeping import Extend, Release, extend, release
from haoke.registration.actions.opening import open_case
from haoke.registration.actions.sweeping import sweep

__all__ = [
    "Extend", "Release", "Ruling", "Statement", "decide", "extend", "heard", "open_case", "release", "say_for_oneself",
    "sweep", "visible",
]  # fmt: skip
