"""What began to point at a record while it was being merged: such a write waits for the merge and is made after it."""

from __future__ import annotations

from uuid import UUID

from haoke.core import jobs, registry
from haoke.core.access.actor import system
from haoke.core.merging import former
from haoke.core.merging.moving import move
from haoke.core.records import changes
from haoke.core.text import T

#: Seconds after which every write that was under way is done.
LATER = 60


@jobs.job("merge_stragglers", T("What came while records were merged", "合并期间的新关联"), atomic=True)
def stragglers(change: str) -> None:
    """Point them at the survivors, under the merge's own change, so that its undoing takes them along."""
    for pair in former.pairs(UUID(change)):
        if pair.merged and pair.object in registry.objects():
            with changes(system(), "merge", change=UUID(change)) as tx:
                move(tx, registry.get(pair.object), pair.into, pair.record)
