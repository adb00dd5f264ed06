"""Keeping a registration longer, and giving it up; what becomes of those who waited for it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, Field

from haoke.core import clock
from haoke.core.errors import Conflict, Invalid
from haoke.core.text import T
from haoke.registration.choices import Case, State
from haoke.registration.models import CollisionCase, Registration
from haoke.registration.queries.claims import of_record
from haoke.registration.queries.standing import against, one_after_another
from haoke.registration.queries.terms import terms_of

if TYPE_CHECKING:
    from uuid import UUID

    from haoke.core.records import Tx

MOST_DAYS: Final = 730
NOT_ACTIVE: Final = T("It protects nothing any more; register anew", "该报备已失效，请重新报备")
LATER: Final = T("Choose a day after {until}, at most two years from today", "请选择 {until} 之后、两年以内的日期")
Why = Annotated[
    str, Field(title=T("Reason", "原因"), min_length=1, max_length=500, json_schema_extra={"kind": "longtext"})
]


class Extend(BaseModel):
    """Until when (by the terms' days unless given), and why."""

    reason: Why
    until: Annotated[date | None, Field(title=T("Protected until", "保护期至"))] = None


class Release(BaseModel):
    reason: Why


def extend(tx: Tx, record: Any, data: Extend) -> None:
    """It protects longer, from the day on which it would have ended."""
    if record.state != State.ACTIVE:
        raise Conflict(NOT_ACTIVE, code="not_active")
    until = data.until or record.until + timedelta(terms_of(record.category_id).days)
    if not record.until < until <= clock.today() + timedelta(MOST_DAYS):
        raise Invalid.at("until", "range", LATER.fill(until=record.until.isoformat()))
    tx.set("registration", record, {"until": until})
    tx.note("registration", record, "extended", {"reason": data.reason})


def release(tx: Tx, record: Any, data: Release) -> None:
    """It protects nothing from now on; whoever came second gets what he registered."""
    if record.state not in (State.ACTIVE, State.CONTESTED):
        raise Conflict(NOT_ACTIVE, code="not_active")
    tx.note("registration", record, "released", {"reason": data.reason})
    end(tx, record, State.RELEASED)


def end(tx: Tx, record: Any, state: State) -> None:
    """Its protection is over; cases about it are settled, and registrations that waited for its end protect."""
    tx.set("registration", record, {"state": state.value})
    for case in CollisionCase._base_manager.filter(registration=record, state=Case.OPEN.value, deleted_at=None):
        tx.set("collision_case", case, {"state": Case.DROPPED.value})
        if case.object == "registration":
            promote(tx, case.record)
    claimed = CollisionCase._base_manager.filter(object="registration", record=record.id, deleted_at=None)
    for case in claimed.filter(state=Case.OPEN.value):
        tx.set("collision_case", case, {"state": Case.DROPPED.value})


def promote(tx: Tx, waiting: UUID) -> bool:
    """Let a registration that waited protect, unless somebody else's still does; whether it does."""
    one_after_another()
    found = Registration._base_manager.filter(id=waiting, state=State.CONTESTED.value, deleted_at=None).first()
    if found is None:
        return False
    if against([of_record(found)], sides=False):
        return False
    tx.set("registration", found, {"state": State.ACTIVE.value})
    return True
