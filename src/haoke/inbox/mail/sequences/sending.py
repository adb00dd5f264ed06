"""Sending what is due: each mail once, in one transaction with the place it stands at; what cannot be sent pauses."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from haoke.core import access, clock, criteria, jobs, registry, worktime
from haoke.core.access.actor import Verb, system
from haoke.core.errors import Refused, SignInNeeded
from haoke.core.jobs import job
from haoke.core.records import changes, gate, storage
from haoke.core.sql import Sql
from haoke.core.text import T, speaking
from haoke.core.transfer import actors
from haoke.inbox.mail import outgoing, templates
from haoke.inbox.mail.models import Mailbox, MailMessage
from haoke.inbox.mail.outgoing import both
from haoke.inbox.mail.sequences import blocks, consents, documents, enrolling
from haoke.inbox.mail.sequences.models import MailEnrolment, MailStep
from haoke.inbox.mail.sequences.stopping import VIA

if TYPE_CHECKING:
    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx
    from haoke.inbox.mail.sequences.documents import Step

#: Places looked at in a minute; the rest are due in the next.
AT_ONCE: Final = 500
#: How long one waits for the mail before to go out.
WAIT: Final = dt.timedelta(minutes=10)

OFF = T("The sequence was switched off or deleted", "跟进序列已停用或删除")
NO_OWNER = T("The person who sends these mails may not sign in any more", "发件人已无法登录")
UNSEEN = T("The record is gone, or whoever sends does not see it any more", "记录已删除，或发件人无权查看")
CLOSED = T("The record is now as the sequence ends for", "记录已满足序列的结束条件")
NOT_OUT = T("The mail before was not sent: {why}", "上一封邮件未发出：{why}")


@job(
    "inbox.mail.follow_ups",
    T("See which follow-up mails are due", "检查到期的跟进邮件"),
    every="* * * * *",
    atomic=True,
    lock="inbox.mail.follow_ups",
)
def look() -> int:
    """Queue a job for each place whose next mail is due; how many."""
    if "mail_sequence" in registry.off():
        return 0
    found = MailEnrolment._base_manager.filter(deleted_at=None, state="running", next_at__lte=clock.now())
    due = list(found.order_by("next_at", "id")[:AT_ONCE])
    for each in due:
        # A key is taken once: whoever is still waiting for a busy worker is not queued again.
        key = f"follow-up {each.id} {each.taken} {each.version}"
        jobs.defer(take_step, enrolment=str(each.id), key=key, lock=f"follow-ups {each.mailbox_id}")
    return len(due)


@job(
    "inbox.mail.follow_up",
    T("Send a follow-up mail", "发送跟进邮件"),
    about=("enrolment", "mail_enrolment"),
    atomic=True,
)
def take_step(enrolment: str) -> str | None:
    """Send the next mail of a place in a sequence, if it is due; what became of it."""
    found = (
        MailEnrolment._base_manager.select_for_update(of=("self",)).select_related("sequence", "mailbox")
        .filter(pk=UUID(enrolment), deleted_at=None, state="running").first()
    )  # fmt: skip
    if found is None or found.next_at is None or found.next_at > clock.now():
        return None
    try:
        owner = actors.load(found.owner_id, VIA) if found.owner_id else None
    except SignInNeeded:
        owner = None
    if owner is None:
        return _pause(found, NO_OWNER)
    with actors.at_work(owner):
        return _ended(found, owner) or _held(found, owner) or _sent(found, owner)


def _ended(found: MailEnrolment, owner: Actor) -> str | None:
    """End a place that has nothing more to send to anybody."""
    kind = blocks.blocked([found.address]).get(found.address.lower())
    if kind is not None:
        return _close(found, "bounced" if kind == "bounced" else "unsubscribed", blocks.kind_of(kind))
    if against := consents.against(found.address, (found.object, found.record)):
        return _close(found, "unsubscribed", against)
    if not found.steps:
        return _close(found, "finished", None)
    if found.object not in registry.objects() or gate.unseen(owner, [(found.object, found.record)]):
        return _close(found, "closed", UNSEEN)
    stop = found.sequence.stop_when
    if stop and _holds(found, stop):
        return _close(found, "closed", CLOSED)
    return None


def _holds(found: MailEnrolment, stop: Any) -> bool:
    spec, everybody = registry.get(found.object), system(VIA)
    query = Sql(f"SELECT 1 AS there FROM {storage.table(spec.model)} r WHERE r.id = %s AND ", (found.record,))
    query += access.visible_to(everybody, spec, Verb.READ) + Sql(" AND ")
    return bool(storage.fetch(query + criteria.compile(criteria.parse(stop, spec, everybody), spec, everybody)))


def _held(found: MailEnrolment, owner: Actor) -> str | None:
    """Wait or pause while the sequence, the mail before or the day's limit say so."""
    if not found.sequence.active or found.sequence.deleted_at is not None:
        return _pause(found, OFF)
    before = _before(found)
    if before is not None and before.state == "failed":
        return _pause(found, NOT_OUT.fill(why=_problem(before)))
    if before is not None and before.state in ("queued", "sending"):
        return _wait(found, clock.now() + WAIT)
    if _sent_today(found.mailbox) >= found.mailbox.follow_ups:
        tomorrow = dt.datetime.combine(clock.today() + dt.timedelta(days=1), dt.time(), clock.timezone())
        step = documents.steps_of(found.steps)[0].model_copy(update={"days": 0})
        return _wait(found, documents.due(worktime.schedule_of(owner.id), tomorrow, step))
    return None


def _problem(message: MailMessage) -> T:
    said = message.problem or {}
    return T(said.get("en") or "", said.get("zh") or "")


def _before(found: MailEnrolment) -> MailMessage | None:
    step = MailStep.objects.filter(enrolment=found).select_related("message").order_by("-at").first()
    return step.message if step else None


def _sent_today(box: Mailbox) -> int:
    midnight = dt.datetime.combine(clock.today(), dt.time(), clock.timezone())
    return MailStep.objects.filter(mailbox=box, at__gte=midnight).count()


def _sent(found: MailEnrolment, owner: Actor) -> str:
    try:
        step, *rest = documents.steps_of(found.steps)
        with changes(owner.acting(VIA), "follow_up") as tx:
            _send(tx, found, step)
            tx.set("mail_enrolment", found.id, _onward(tx, found, rest))
    except Refused as refused:
        return _pause(found, T(enrolling.why(refused), enrolling.why(refused)))
    return "sent"


def _send(tx: Tx, found: MailEnrolment, step: Step) -> None:
    with speaking(enrolling.language_of(found.sequence)):
        filled = templates.fill(tx.actor, step.template, found.object, found.record)
    signature = f"<p><br></p>{found.mailbox.signature}" if found.mailbox.signature else ""
    before = _before(found)
    values = {
        "mailbox": found.mailbox_id, "to": found.address, "subject": filled["subject"],
        "body": filled["body"] + signature, "answers": before.id if before else None,
    }  # fmt: skip
    made = outgoing.draft_mail(tx, values, [(found.object, found.record)])
    MailStep.objects.create(message_id=made.id, enrolment=found, step=step.id, mailbox=found.mailbox, at=clock.now())
    tx.run("mail_message", made.id, "send")


def _onward(tx: Tx, found: MailEnrolment, rest: list[Step]) -> dict[str, Any]:
    values = {"taken": found.taken + 1, "steps": documents.stored(rest), "reason": None}
    if not rest:
        return {**values, **blocks.ending(tx, "finished")}
    return {**values, "next_at": documents.due(worktime.schedule_of(tx.actor.id), clock.now(), rest[0])}


def _pause(found: MailEnrolment, why: T) -> str:
    with changes(system(VIA), "pause") as tx:
        tx.set("mail_enrolment", found.id, {"state": "paused", "reason": both(why)})
    return "paused"


def _wait(found: MailEnrolment, until: dt.datetime) -> str:
    with changes(system(VIA), "wait") as tx:
        tx.set("mail_enrolment", found.id, {"next_at": until})
    return "waits"


def _close(found: MailEnrolment, state: str, why: T | None) -> str:
    with changes(system(VIA), "end") as tx:
        tx.set("mail_enrolment", found.id, blocks.ending(tx, state, why))
    return state
