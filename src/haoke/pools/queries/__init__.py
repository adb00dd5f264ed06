"""What is asked about owners and pools."""

from __future__ import annotations

from haoke.pools.queries.declared import Pooled
from haoke.pools.queries.lists import reckoned, ticks
from haoke.pools.queries.owners import history
from haoke.pools.queries.pools import mine, one, page, trial
from haoke.pools.queries.standing import PLACED, stands_where_it_belongs

__all__ = [
    "PLACED",
    "Pooled",
    "history",
    "mine",
    "one",
    "page",
    "reckoned",
    "stands_where_it_belongs",
    "ticks",
    "trial",
]
