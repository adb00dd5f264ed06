"""Steps taken with pools: claiming, giving, returning, locking."""

from __future__ import annotations

from haoke.core.spec import Action
from haoke.core.text import T
from haoke.pools.actions.assigning import Giving, assign, give
from haoke.pools.actions.claiming import Claiming, claim
from haoke.pools.actions.keeping import Return, lock_record, return_to_pool, unlock_record
from haoke.pools.actions.shipping import ensure_pools
from haoke.pools.queries.lists import ticks

__all__ = ["ACTIONS", "Claiming", "Giving", "assign", "claim", "ensure_pools", "give"]

#: Of every object that can stand in pools.
ACTIONS = (
    Action(
        "return_to_pool",
        return_to_pool,
        T("Return to the pool", "退回公海"),
        Return,
        icon="waves",
        danger=True,
        bulk=True,
    ),
    Action(
        "lock",
        lock_record,
        T("Lock", "锁定"),
        icon="lock",
        bulk=True,
        minor=True,
        offered=("locked", ("false",)),
        needed=ticks,
    ),
    Action(
        "unlock",
        unlock_record,
        T("Unlock", "解锁"),
        icon="lock-open",
        bulk=True,
        minor=True,
        offered=("locked", ("true",)),
    ),
)
