"""Putting records into a sequence: what each would be sent is shown before, and who cannot be written to is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core import access, clock, registry, worktime
from haoke.core.access.actor import Verb
from haoke.core.errors import Conflict, Invalid, Missing, Refused
from haoke.core.fieldtypes.links import EmailType
from haoke.core.records import changes, gate
from haoke.core.records.reading.naming import lookup
from haoke.core.text import T, current_language, say, speaking
from haoke.inbox.mail import outgoing, receivers, templates
from haoke.inbox.mail.sequences import blocks, consents, documents
from haoke.inbox.mail.sequences.models import OPEN, MailEnrolment, MailSequence

if TYPE_CHECKING:
    from datetime import datetime

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx
    from haoke.core.text import Language
    from haoke.inbox.mail.sequences.documents import Step

#: Records of one request; more come in several.
MOST: Final = 100
_EMAIL: Final = EmailType(254)

OFF = T("This sequence is switched off or has no mails", "此序列已停用或没有邮件")
OTHER = T("This sequence is for other records", "此序列不适用于此类记录")
NO_ADDRESS = T("No e-mail address that you may read", "没有您可查看的邮箱地址")
ALREADY = T("{address} is in this sequence already", "{address} 已在此序列中")
BLOCKED = T("{address}: {why}", "{address}：{why}")
UNSEEN = T("Not found, or not visible to you", "未找到，或您无权查看")


class Wanted(BaseModel):
    """A sequence, the mailbox it is sent from, and an address to use instead of the record's."""

    model_config = ConfigDict(extra="forbid")
    sequence: UUID
    mailbox: UUID
    object: str = Field(max_length=60)
    to: str | None = Field(None, max_length=254)


class One(Wanted):
    """One record."""

    id: UUID


class Several(Wanted):
    """Records; `to` only for a single one."""

    ids: list[UUID] = Field(min_length=1, max_length=MOST)


def preview(actor: Actor, wanted: One) -> dict[str, Any]:
    """{to, mails: [{subject, body, at, problem}], problem} as they would be sent; raises Missing, Conflict, Invalid."""
    sequence, steps = _ready(actor, wanted)
    if gate.unseen(actor, [(wanted.object, wanted.id)]):
        raise Missing
    to = _address(actor, wanted, wanted.id)
    problem = _refusal(sequence, wanted.object, wanted.id, to)
    at, mails = clock.now(), []
    schedule = worktime.schedule_of(actor.id)
    for step in steps:
        at = documents.due(schedule, at, step)
        mails.append({"at": at, **_said(actor, sequence, step, wanted.object, wanted.id)})
    return {"to": to, "problem": say(problem) if problem else None, "mails": mails}


def _said(actor: Actor, sequence: MailSequence, step: Step, key: str, record: UUID) -> dict[str, Any]:
    try:
        with speaking(language_of(sequence)):
            filled = templates.fill(actor, step.template, key, record)
    except Refused as refused:
        return {"subject": None, "body": None, "problem": why(refused)}
    body = registry.field("mail_message", "body").type.dump(filled["body"])
    return {"subject": filled["subject"], "body": body, "problem": None}


def why(refused: Refused) -> str:
    """What was refused, in the current language."""
    return "; ".join(say(each.message) for each in refused.problems) or say(refused.message)


def language_of(sequence: MailSequence) -> Language:
    """The language of a sequence's mails, for whoever is at work now."""
    if sequence.language == "zh":
        return "zh"
    return "en" if sequence.language == "en" else current_language()


def refrain(actor: Actor, key: str, record: UUID, address: str) -> None:
    """Send nothing by itself to an address of a record, as whoever reads it there asked; raises Missing, Denied."""
    access.require(actor, registry.get("mail_message"), Verb.CREATE)
    offered = {each["address"].lower() for each in receivers.offered(actor, key, record)}
    if address.lower() not in offered:
        raise Missing
    with changes(actor, "refrain") as tx:
        blocks.block(tx, address, "asked")


def enrol(actor: Actor, wanted: Several) -> dict[str, Any]:
    """{enrolled, refused: [{id, title, message}]}; raises Missing, Conflict, Invalid when it fits none of them."""
    if wanted.to and len(wanted.ids) > 1:
        raise Invalid.at("to", "one", ONE_ONLY)
    sequence, steps = _ready(actor, wanted)
    refused: list[tuple[UUID, str]] = []
    ids = list(dict.fromkeys(wanted.ids))
    unseen = {record for _, record in gate.unseen(actor, [(wanted.object, each) for each in ids])}
    first = documents.due(worktime.schedule_of(actor.id), clock.now(), steps[0])
    with changes(actor, "enrol", say(_name(sequence))) as tx:
        for each in ids:
            problem = say(UNSEEN) if each in unseen else _put(tx, wanted, sequence, each, first)
            if problem:
                refused.append((each, problem))
    titles = lookup(actor, {wanted.object: [str(each) for each, _ in refused]})[wanted.object]
    return {
        "enrolled": len(ids) - len(refused),
        "refused": [{"id": str(each), "title": titles.get(str(each)), "message": said} for each, said in refused],
    }


ONE_ONLY = T("An address can be given for one record only", "仅单条记录可以指定邮箱地址")


def _name(sequence: MailSequence) -> T:
    return T(sequence.name.get("en") or sequence.name.get("zh") or "", sequence.name.get("zh") or "")


def _put(tx: Tx, wanted: Several, sequence: MailSequence, record: UUID, first: datetime) -> str | None:
    """Enrol one record; why not, in words."""
    to = _address(tx.actor, wanted, record)
    problem = _refusal(sequence, wanted.object, record, to)
    if problem is not None:
        return say(problem)
    for step in documents.steps_of(sequence.steps):
        said = _said(tx.actor, sequence, step, wanted.object, record)
        if said["problem"]:
            return str(said["problem"])
    tx.add("mail_enrolment", {
        "sequence": sequence.id, "object": wanted.object, "record": record, "mailbox": wanted.mailbox, "address": to,
        "owner": tx.actor.id, "steps": sequence.steps, "next_at": first,
    })  # fmt: skip
    return None


def _ready(actor: Actor, wanted: Wanted) -> tuple[MailSequence, list[Step]]:
    access.require(actor, registry.get("mail_message"), Verb.CREATE)
    sequence = MailSequence._base_manager.filter(pk=wanted.sequence, deleted_at=None).first()
    if sequence is None or wanted.object not in registry.objects():
        raise Missing
    steps = documents.steps_of(sequence.steps)
    if not (sequence.active and steps):
        raise Conflict(OFF, code="off")
    if sequence.object != wanted.object:
        raise Conflict(OTHER, code="other_object")
    if wanted.mailbox not in {each.id for each in outgoing.boxes(actor)}:
        raise Conflict(outgoing.NOT_YOURS, code="not_your_mailbox")
    return sequence, steps


def _address(actor: Actor, wanted: Wanted, record: UUID) -> str | None:
    """Where the mails go: what was given, or the nearest address of the record the actor may read."""
    if wanted.to:
        return _EMAIL.clean(wanted.to.strip())
    found = receivers.offered(actor, wanted.object, record)
    return str(found[0]["address"]) if found else None


def _refusal(sequence: MailSequence, key: str, record: UUID, to: str | None) -> T | None:
    if to is None:
        return NO_ADDRESS
    kind = blocks.blocked([to]).get(to.lower())
    if kind is not None:
        return BLOCKED.fill(address=to, why=blocks.kind_of(kind))
    if against := consents.against(to, (key, record)):
        return BLOCKED.fill(address=to, why=against)
    again = MailEnrolment._base_manager.filter(sequence=sequence, address__iexact=to, state__in=OPEN, deleted_at=None)
    return ALREADY.fill(address=to) if again.exists() else None
