"""Work done later: `@job`, `defer` in the caller's transaction, progress, dead letters."""

from haoke.core.jobs.registry import beside, job, kinds
from haoke.core.jobs.running import Fenced, Running, current, fence
from haoke.core.jobs.work import CHANNEL, Progress, dead_letters, defer, discard, kind, replay, starters, view

__all__ = [
    "CHANNEL",
    "Fenced",
    "Progress",
    "Running",
    "beside",
    "current",
    "dead_letters",
    "defer",
    "discard",
    "fence",
    "job",
    "kind",
    "kinds",
    "replay",
    "starters",
    "view",
]
