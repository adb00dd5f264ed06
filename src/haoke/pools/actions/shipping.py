"""The pool every company begins with: one for all customers, switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from haoke.core.text import T
from haoke.pools.models import Pool

if TYPE_CHECKING:
    from haoke.core.records import Tx

NAME: Final = T("Customers nobody has", "客户公海")
RULE: Final = T("No follow-up for 30 days", "30 天无跟进")
DAYS: Final = 30


def ensure_pools(tx: Tx) -> int:
    """Add the shipped pool with its rule where there never was a pool, in the bin neither; number added.

    Switched off: an administrator switches it on, tries it, and lets it recycle by itself.
    """
    if Pool._base_manager.exists():
        return 0
    name = {"en": str.__str__(NAME), "zh": NAME.zh}
    pool = tx.add("pool", {"name": name, "object": "account", "everyone": True, "active": False, "owner": None})
    tx.add(
        "recycle_rule",
        {"name": RULE.zh, "object": "account", "pool": pool.id, "days": DAYS, "kind": "no_follow_up", "owner": None},
    )
    return 1
