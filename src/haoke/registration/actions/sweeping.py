"""Every hour: what has run out ends, and owners are reminded once of what will."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from haoke.core import clock
from haoke.core.access.actor import system
from haoke.core.records import changes
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql
from haoke.registration.actions.keeping import end
from haoke.registration.choices import State
from haoke.registration.models import Registration
from haoke.registration.queries.terms import terms, terms_of

if TYPE_CHECKING:
    from haoke.core.records import Tx

VIA: Final = "registration"
#: Registrations about whose present end their owners have been told.
_TOLD: Final = """SELECT r.id FROM registration_registration r WHERE r.id = ANY(%s) AND EXISTS (SELECT 1
    FROM log.entry e WHERE e.record = r.id AND e.verb = 'x:tell' AND e.data ->> 'news' = 'ends_soon'
    AND e.data ->> 'until' = r.until::text)"""


def sweep() -> int:
    """How many registrations ended."""
    with changes(system(VIA), "expire") as tx:
        ended = _expire(tx)
        _remind(tx)
    return ended


def _expire(tx: Tx) -> int:
    over = Registration._base_manager.filter(state=State.ACTIVE.value, until__lt=clock.today(), deleted_at=None)
    found = list(over.order_by("id").select_for_update(of=("self",)))
    for each in found:
        end(tx, each, State.EXPIRED)
        if each.owner_id:
            tx.note("registration", each, "tell", {"news": "expired", "to": [str(each.owner_id)]})
    return len(found)


def ending(registration: Registration) -> date:
    """The last day on which it protects."""
    return registration.until or date.max


def _remind(tx: Tx) -> None:
    rules, today = terms(), clock.today()
    most = max((each.remind_days for each in rules.values()), default=terms_of(None, rules).remind_days)
    active = Registration._base_manager.filter(state=State.ACTIVE.value, deleted_at=None, owner__isnull=False)
    soon = [
        each
        for each in active.filter(until__range=(today, today + timedelta(max(most, 7)))).order_by("id")
        if (ending(each) - today).days < terms_of(each.category_id, rules).remind_days
    ]
    told = {row["id"] for row in fetch(Sql(_TOLD, ([each.id for each in soon],)))}
    for each in soon:
        if each.id not in told:
            to = {"news": "ends_soon", "to": [str(each.owner_id)], "until": ending(each).isoformat()}
            tx.note("registration", each, "tell", to)
