"""What runs beside: the nightly sweep."""

from __future__ import annotations

from haoke.core import clock, custom, registry
from haoke.core.jobs import job
from haoke.core.text import T
from haoke.core.transfer.actors import company
from haoke.pools.actions.sweeping import sweep

#: Hours of the company's day in which the sweep may run; a second one finds nothing.
NIGHT = range(6)


@job("pools.sweep", T("Recycle into public pools", "公海自动回收"), every="20 * * * *", lock="pools.sweep")
def nightly() -> int:
    """Do at night what the rules say; how many records went back."""
    with custom.latest(), company():
        hour = clock.now().astimezone(clock.timezone()).hour
        return sweep() if hour in NIGHT and "pool" not in registry.off() else 0
