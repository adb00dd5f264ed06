"""Asking for a record one was told of masked, and answering: nothing of it goes back but what is given."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal
from uuid import UUID

from django.db import IntegrityError
from pydantic import BaseModel, ConfigDict, Field

from haoke.core import access, clock, registry
from haoke.core.access.actor import Verb
from haoke.core.errors import Conflict, Denied, Invalid, Missing, TooMany
from haoke.core.records import changes
from haoke.core.records.storage import fetch
from haoke.core.sql import Sql
from haoke.core.text import T
from haoke.dataquality.models import MaskedHit, OwnerRequest
from haoke.dataquality.queries.asking import charges
from haoke.identity.actions import keep_reading
from haoke.identity.queries import administrators, may_sign_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx
    from haoke.dataquality.queries.asking import Charge

#: Requests of one person in a day.
MOST_A_DAY: Final = 20
_DAY: Final = timedelta(days=1)
ENOUGH: Final = T("You have asked {most} times today; ask your superior", "您今日已申请 {most} 次，请联系您的上级")
ANSWERED: Final = T("This has been answered already", "该申请已答复")
WHY: Final = T("Say why not", "请说明拒绝的理由")
CANNOT_SHARE: Final = T("You may not share this record; hand it over or refuse", "您无权共享此记录，请移交或拒绝")


class Asking(BaseModel):
    """`hit`: what one was told by; `object`, `title`: of one's own record · `words`: why."""

    model_config = ConfigDict(extra="forbid")
    hit: int = Field(ge=1, lt=1 << 63)
    object: str = Field(max_length=60)
    title: str = Field("", max_length=200)
    words: str = Field("", max_length=500)


class Answering(BaseModel):
    model_config = ConfigDict(extra="forbid")
    answer: Literal["share", "hand_over", "refuse"]
    reason: str = Field("", max_length=500)


def ask(actor: Actor, data: Asking) -> int:
    """Ask for the record of a masked hit of one's own of today; its id. Twice is once. Raises Missing, TooMany."""
    hit = MaskedHit.objects.filter(id=data.hit, person=actor.id, at__gt=clock.now() - _DAY).first()
    if hit is None or data.object not in registry.objects():
        raise Missing
    former = OwnerRequest.objects.filter(hit=hit).first()
    if former is not None:
        return former.id
    if OwnerRequest.objects.filter(asker=actor.id, at__gt=clock.now() - _DAY).count() >= MOST_A_DAY:
        raise TooMany(ENOUGH.fill(most=MOST_A_DAY))
    try:
        return _asked(actor, hit, data)
    except IntegrityError:
        return OwnerRequest.objects.get(hit=hit).id


def _asked(actor: Actor, hit: MaskedHit, data: Asking) -> int:
    with changes(actor, "ask_owner") as tx:
        made = OwnerRequest.objects.create(
            hit=hit, asker=actor.id, object=hit.object, record=hit.record, own=data.object, title=data.title.strip(),
            words=data.words.strip(),
        )  # fmt: skip
        charge = charges(hit.object, [hit.record]).get(hit.record)
        _tell(tx, "asked", _in_charge(charge) if charge else ())
    return made.id


def _in_charge(charge: Charge) -> Iterable[UUID]:
    if charge.owner and may_sign_in(charge.owner):
        return [charge.owner]
    return (charge.kept and charge.kept.people) or administrators()


def _tell(tx: Tx, news: str, whom: Iterable[UUID]) -> None:
    for each in whom:
        if each != tx.actor.id:
            tx.note("user", each, "tell", {"news": news, "to": [str(each)]})


def answer(actor: Actor, request: int, data: Answering) -> None:
    """Give what is asked for, or say why not; raises Missing, Invalid, Conflict, Denied."""
    if data.answer == "refuse" and not data.reason.strip():
        raise Invalid.at("reason", "required", WHY)
    with changes(actor, f"{data.answer}_request", data.reason.strip()) as tx:
        found = OwnerRequest.objects.select_for_update().filter(id=request).exclude(asker=actor.id).first()
        charge = charges(found.object, [found.record]).get(found.record) if found else None
        if found is None or charge is None or not charge.includes(actor):
            raise Missing
        if found.state != OwnerRequest.State.OPEN:
            raise Conflict(ANSWERED, code="answered")
        found.state = _GIVEN[data.answer](tx, found, charge)
        found.answer, found.decided_by, found.decided_at = data.reason.strip(), actor.id, tx.now
        found.save()
        _tell(tx, "answered", [found.asker])


def _share(tx: Tx, asked: OwnerRequest, charge: Charge) -> OwnerRequest.State:
    if charge.owner is None or not (keep_reading(tx, asked.asker, [(asked.object, asked.record)]) or _open(asked)):
        raise Denied(CANNOT_SHARE, code="not_shared")
    return OwnerRequest.State.SHARED


def _open(asked: OwnerRequest) -> bool:
    """Whether a share to the asker is there already."""
    query = "SELECT 1 AS one FROM identity_recordshare WHERE object = %s AND record = %s AND to_user_id = %s"
    held = " AND deleted_at IS NULL AND (until IS NULL OR until > now())"
    return bool(fetch(Sql(query + held, (asked.object, asked.record, asked.asker))))


def _hand_over(tx: Tx, asked: OwnerRequest, charge: Charge) -> OwnerRequest.State:
    if charge.keeper is not None:
        charge.keeper.give(tx, asked.object, asked.record, asked.asker)
    else:
        access.require(tx.actor, registry.get(asked.object), Verb.UPDATE)
        tx.update(asked.object, asked.record, {"owner": str(asked.asker)})
    return OwnerRequest.State.HANDED


def _refuse(_tx: Tx, _asked: OwnerRequest, _charge: Charge) -> OwnerRequest.State:
    return OwnerRequest.State.REFUSED


_GIVEN = {"share": _share, "hand_over": _hand_over, "refuse": _refuse}
