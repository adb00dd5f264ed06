"""What has been kept as long as it may be goes, as the trial said; legal holds are put on records and lifted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import jobs, registry
from haoke.core.access.actor import system
from haoke.core.erasing.action import Why, erase_person
from haoke.core.erasing.blanking import blank
from haoke.core.errors import Invalid, Missing, Refused
from haoke.core.ids import uuid7
from haoke.core.records import changes, gate, storage
from haoke.core.text import T, say
from haoke.privacy.models import LegalHold
from haoke.privacy.queries import retention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from haoke.core.access.actor import Actor
    from haoke.privacy.queries.retention import Over

VIA: Final = "retention"
PORTION: Final = 100
REFUSED: Final = "refused"
DOING: Final = T("Emptying what was kept long enough", "正在处理到期的个人信息")
OVER: Final = T("This day is over already", "此日期已过")


class OneRecord(BaseModel):
    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    id: UUID


class Hold(OneRecord):
    """That a record has to be kept: why, and until when (None: until it is lifted)."""

    reason: str = Field(min_length=2, max_length=300)
    until: dt.date | None = None


def retain() -> dict[str, int]:
    """Carry out every entry whose time is over, a portion at a time: {erased, blanked, refused} records."""
    told, change = {"erased": 0, "blanked": 0, REFUSED: 0}, uuid7()
    progress, due = jobs.Progress(), list(retention.entries())
    total = sum(min(retention.count(each), retention.NIGHTLY) for each in due)
    for over in due:
        for outcome in _carried_out(over, change):
            told[outcome] += 1
            progress.step(min(sum(told.values()), total), max(total, 1), DOING)
    progress.step(max(total, 1), max(total, 1), DOING)
    return told


def _carried_out(over: Over, change: UUID) -> Iterator[str]:
    """What became of each record of an entry, in the order of the trial: what is refused is passed over tonight."""
    left, after = retention.NIGHTLY, None
    while left > 0 and (found := retention.ids(over, after, min(left, PORTION))):
        after = found[-1]
        for record in found:
            outcome = _one(over, record, change)
            left -= outcome != REFUSED
            yield outcome


def _one(over: Over, record: UUID, change: UUID) -> str:
    """One record in a transaction of its own: one that is refused keeps back no other."""
    try:
        with changes(system(VIA), "retain", change=change) as tx:
            jobs.fence()
            row = gate.relock(over.spec, record)
            if not retention.still(over, record):
                return REFUSED
            if over.erases:
                erase_person(tx, storage.instance(over.spec, row), Why(reason=say(over.why)))
                return "erased"
            blank(tx, over.spec, record, [over.entry.field], say(over.why))
            return "blanked"
    except Refused:
        return REFUSED


def hold(actor: Actor, wanted: Hold) -> None:
    """Keep a record the actor reads from being erased; raises Missing, Invalid."""
    _readable(actor, wanted)
    with changes(actor, "hold", wanted.reason) as tx:
        if wanted.until and wanted.until < tx.now.date():
            raise Invalid.at("until", "over", OVER)
        LegalHold.objects.update_or_create(
            object=wanted.object, record=wanted.id,
            defaults={"reason": wanted.reason.strip(), "until": wanted.until, "by": actor.id},
        )  # fmt: skip
        tx.note(wanted.object, wanted.id, "held")


def lift(actor: Actor, wanted: OneRecord) -> None:
    """Let a record go its way again; raises Missing."""
    _readable(actor, wanted)
    with changes(actor, "lift") as tx:
        if not LegalHold.objects.filter(object=wanted.object, record=wanted.id).delete()[0]:
            raise Missing
        tx.note(wanted.object, wanted.id, "lifted")


def _readable(actor: Actor, wanted: OneRecord) -> None:
    if wanted.object not in registry.objects() or gate.unseen(actor, [(wanted.object, wanted.id)]):
        raise Missing
