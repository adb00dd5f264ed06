"""What both sides say, and the decision, which carries itself out."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Final, cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import access, clock, registry
from haoke.core.errors import Conflict, Denied, Invalid, Missing
from haoke.core.records import changes, gate
from haoke.core.records.storage import fetch, instance, table
from haoke.core.sql import Sql
from haoke.core.text import T
from haoke.registration.choices import Case, Decision, State
from haoke.registration.models import CollisionCase, CollisionSide, Registration
from haoke.registration.queries.standing import one_after_another

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx

NOT_YOURS: Final = T("Somebody else decides this; you are asked for your view", "此撞单由他人裁决，您可以补充陈述")
NO_SIDE: Final = T("You are no side of this case", "您不是此撞单的当事方")
NOT_OPEN: Final = T("This case is closed", "此撞单已结案")
OVER: Final = T("What the case was about is gone; nothing is left to decide", "撞单涉及的内容已不存在，无需裁决")
HOW_MUCH: Final = T(
    "Say how many per cent remain with whoever registered it, from 1 to 99", "请填写报备方的分成比例，1 至 99"
)


class Statement(BaseModel):
    model_config = ConfigDict(extra="forbid")
    says: str = Field(max_length=5_000)


class Ruling(BaseModel):
    """Who goes on; `share`: per cent that remain with the holder, of what is shared."""

    model_config = ConfigDict(extra="forbid")
    decision: Decision
    reason: Annotated[str, Field(min_length=1, max_length=2_000)]
    share: Annotated[Decimal | None, Field(ge=1, le=99, decimal_places=2)] = None


def visible(actor: Actor, case: UUID) -> CollisionCase:
    """A case the actor decides or is a side of, or sees as an administrator; raises Missing."""
    spec = registry.get("collision_case")
    query = Sql(f"SELECT r.* FROM {table(spec.model)} r WHERE r.id = %s AND ", (case,))
    found = fetch(query + access.visible_to(actor, spec))
    if not found:
        raise Missing
    return cast("CollisionCase", instance(spec, found[0]))


def decides(actor: Actor, case: CollisionCase) -> bool:
    """Whether the actor may decide: never one of the two sides."""
    if actor.id in (case.holder_id, case.claimant_id):
        return False
    return case.owner_id == actor.id or actor.admin


def say_for_oneself(actor: Actor, case: UUID, data: Statement) -> None:
    """Put down what one's own side has to say; raises Missing, Denied, Conflict."""
    with changes(actor, "state") as tx:
        found = _open(tx, case)
        side = CollisionSide._base_manager.filter(case=found, owner=actor.id, deleted_at=None).first()
        if side is None:
            raise Denied(NO_SIDE, code="no_side")
        tx.set("collision_side", side, {"says": data.says.strip() or None})


def decide(actor: Actor, case: UUID, data: Ruling) -> UUID:
    """Decide and carry it out, as one change (its id) that can be undone; raises Missing, Denied, Conflict, Invalid."""
    if (data.share is not None) != (data.decision is Decision.SHARED):
        raise Invalid.at("share", "share", HOW_MUCH)
    with changes(actor, "decide_collision", data.reason) as tx:
        found = _open(tx, case)
        if not decides(actor, found):
            raise Denied(NOT_YOURS, code="not_addressed")
        one_after_another()
        standing = _locked("registration", found.registration_id)
        if standing.state != State.ACTIVE or standing.deleted_at:
            raise Conflict(OVER, code="over")
        _carry_out(tx, found, standing, data)
        tx.set(
            "collision_case", found,
            {
                "state": Case.DECIDED.value, "decision": data.decision.value, "share": data.share,
                "reason": data.reason, "decided_by": actor.id, "decided_at": clock.now(),
            },
        )  # fmt: skip
        told = [str(each) for each in (found.holder_id, found.claimant_id)]
        tx.note("collision_case", found, "tell", {"news": "decided", "to": told})
        return tx.change


def _open(tx: Tx, case: UUID) -> CollisionCase:
    visible(tx.actor, case)
    spec = registry.get("collision_case")
    found = cast("CollisionCase", instance(spec, gate.relock(spec, case)))
    if found.state != Case.OPEN:
        raise Conflict(NOT_OPEN, code="not_open")
    return found


def _locked(key: str, record: UUID) -> Any:
    spec = registry.get(key)
    return instance(spec, gate.relock(spec, record))


def _carry_out(tx: Tx, case: CollisionCase, standing: Registration, data: Ruling) -> None:
    claimed = _locked(case.object, case.record)
    if claimed.deleted_at and data.decision is not Decision.STAYS:
        raise Conflict(OVER, code="over")
    if case.object == "registration":
        _between_registrations(tx, standing, claimed, data)
    elif data.decision is Decision.STAYS:
        if not claimed.deleted_at:
            tx.set(case.object, claimed, {"owner": standing.owner_id})
    elif data.decision is Decision.OVER:
        tx.set("registration", standing, {"owner": case.claimant_id})
    else:
        _beside(tx, standing, case.claimant_id, data)


def _between_registrations(tx: Tx, standing: Registration, claimed: Registration, data: Ruling) -> None:
    """Of two registrations one protects: the other's owner has gone, has to go, or works beside its owner."""
    if data.decision is Decision.OVER:
        tx.set("registration", standing, {"state": State.RELEASED.value})
        tx.set("registration", claimed, {"state": State.ACTIVE.value})
        return
    if claimed.state == State.CONTESTED:
        ended = State.REFUSED if data.decision is Decision.STAYS else State.RELEASED
        tx.set("registration", claimed, {"state": ended.value})
    if data.decision is not Decision.STAYS:
        _beside(tx, standing, cast("UUID", claimed.owner_id), data)


def _beside(tx: Tx, standing: Registration, other: UUID, data: Ruling) -> None:
    """The registration no longer stops the other side."""
    partners = list(dict.fromkeys([*(standing.partners or ()), other]))
    tx.set("registration", standing, {"partners": partners, "share": data.share})
