"""The order in which somebody makes his visits of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haoke.core.errors import Invalid, Missing
from haoke.core.records import changes
from haoke.inbox.models import Activity
from haoke.inbox.visits.checking import NO_VISIT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from haoke.core.access.actor import Actor


def order(actor: Actor, ids: Sequence[UUID]) -> list[str]:
    """Number one's own visits from 1 in this order; raises Missing of what is not one's own, Invalid, Denied."""
    wanted = list(dict.fromkeys(ids))
    own = Activity._base_manager.filter(id__in=wanted, owner_id=actor.id, deleted_at=None)
    found = {row.id: row for row in own}
    if len(found) < len(wanted):
        raise Missing
    if any(row.kind != "visit" for row in found.values()):
        raise Invalid.at("ids", "no_visit", NO_VISIT)
    with changes(actor, "order_visits") as tx:
        for place, each in enumerate(wanted, 1):
            if found[each].stop != place:
                tx.update("activity", each, {"stop": place})
    return [str(each) for each in wanted]
