"""Sending: a mail is fixed with its id when it is asked for, handed over by a job, and never handed over twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import transaction

from haoke.core import access, clock, jobs, registry
from haoke.core.access.actor import system
from haoke.core.errors import Conflict, Invalid, Refused
from haoke.core.jobs import job
from haoke.core.records import changes, storage
from haoke.core.sql import Sql
from haoke.core.text import T, say
from haoke.identity.queries import may_sign_in
from haoke.inbox.mail import addresses, composing, servers
from haoke.inbox.mail.composing import Mail
from haoke.inbox.mail.models import Mailbox, MailHanding, MailLink, MailMessage, MailSource
from haoke.inbox.mail.sequences import stopping, unsubscribing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from haoke.core.access.actor import Actor
    from haoke.core.records import Tx

#: Seconds before each further attempt; after the last the mail has failed.
WAITS: Final = (60, 300, 900, 3600, 10_800)
VIA: Final = "mail"

NOT_YOURS = T("This mailbox is not yours to send from", "您不能从此邮箱发信")
OFF = T("This mailbox is switched off", "此邮箱已停用")
NOT_A_DRAFT = T("This mail is being sent or was sent already", "邮件正在发送或已发送")
NOT_FAILED = T("Only a mail that was not sent can be sent again", "仅未成功发送的邮件可重新发送")
TO_NOBODY = T("Say to whom it goes", "请填写收件人")
LEFT = T(
    "Not sent: the account of whoever wrote it is switched off; another of this mailbox can send it",
    "未发送：写信人的账号已停用，可由此邮箱的其他成员重新发送",
)
DIED = T(
    "Haoke was stopped while sending: the mail may have gone out. Look into the mailbox before sending it again",
    "发送过程被中断，邮件可能已发出。重新发送前请先查看邮箱的已发送邮件",
)
LATER = T("{problem} – it is tried again", "{problem}，稍后将自动重试")
SOME_REFUSED = T("Sent, but the server took it not for: {people}", "已发送，但服务器拒收以下收件人：{people}")


def boxes(actor: Actor) -> list[Mailbox]:
    """The mailboxes the actor may send from, his own first."""
    spec = registry.get("mailbox")
    person = access.as_person(actor, spec)
    query = Sql(f"SELECT r.id FROM {storage.table(Mailbox)} r WHERE r.active AND ") + access.visible_to(person, spec)
    ids = [row["id"] for row in storage.fetch(query)]
    return sorted(Mailbox.objects.filter(id__in=ids), key=lambda box: (box.owner_id != actor.id, box.name, str(box.id)))


def draft_mail(tx: Tx, values: dict[str, Any], related: Iterable[tuple[str, UUID]]) -> MailMessage:
    """A draft about the records `related` [(object, id)] the actor sees."""
    found: MailMessage = tx.create("mail_message", values)
    relate(tx, found.id, related)
    return found


def relate(tx: Tx, message: UUID, related: Iterable[tuple[str, UUID]]) -> None:
    """Tie a message to records; Invalid for one the actor cannot see."""
    for key, record in dict.fromkeys(related):
        tx.add("mail_link", {"message": message, "object": key, "record": record})


def links(message: UUID) -> list[tuple[str, UUID]]:
    """[(object, record)] a message is about."""
    rows = MailLink._base_manager.filter(message_id=message, deleted_at=None).order_by("id")
    return list(rows.values_list("object", "record"))


def send_mail(tx: Tx, record: MailMessage, _data: None) -> None:
    """Send a draft: fixes its id and leaves it to a job of this transaction."""
    if record.state != "draft":
        raise Conflict(NOT_A_DRAFT, code="not_a_draft")
    box = next((each for each in boxes(tx.actor) if each.id == record.mailbox_id), None)
    if box is None:
        raise Conflict(NOT_YOURS, code="not_your_mailbox")
    if not (record.to or record.cc or record.bcc):
        raise Invalid.at("to", "required", TO_NOBODY)
    before = answered(record)
    fixed = {
        "message_id": composing.new_message_id(box.address),
        "sender": addresses.written([(box.sender_name or "", box.address)]),
        "shared": record.shared or box.shared,
        "thread": (before.thread or before.id) if before else record.id,
    }
    if before and not links(record.id):
        _relate_like(tx, record.id, before.id)
    tx.set("mail_message", record, {**fixed, "state": "queued", "sent_at": tx.now})
    jobs.defer(hand_over, message=str(record.id), lock=f"mailbox {box.id}")


def _relate_like(tx: Tx, message: UUID, other: UUID) -> None:
    with tx.acting(system(VIA), ""):
        relate(tx, message, links(other))


def answered(message: MailMessage) -> MailMessage | None:
    """The message this one answers."""
    return MailMessage._base_manager.filter(pk=message.answers_id).first() if message.answers_id else None


def resend_mail(tx: Tx, record: MailMessage, _data: None) -> None:
    """Send again what failed or may not have gone out, with the same id: a receiver who has it sees it once."""
    if record.state not in {"failed", "unsure"}:
        raise Conflict(NOT_FAILED, code="not_failed")
    if record.mailbox_id not in {each.id for each in boxes(tx.actor)}:
        raise Conflict(NOT_YOURS, code="not_your_mailbox")
    tx.set("mail_message", record, {"state": "queued", "problem": None})
    jobs.defer(hand_over, message=str(record.id), lock=f"mailbox {record.mailbox_id}")


@job("inbox.mail.send", T("Send a mail", "发送邮件"), about=("message", "mail_message"), lock="inbox.mail.send")
def hand_over(message: str, attempt: int = 0) -> str | None:
    """Hand one mail to its server; the state it has then."""
    record = UUID(message)
    if not _claim(record):
        return None
    found = MailMessage._base_manager.select_related("mailbox").get(pk=record)
    try:
        account = servers.smtp_account(found.mailbox, servers.password_of(found.mailbox))
        mail = mail_of(found)
        content = composing.wire(mail)
        refused = servers.deliver(account, found.mailbox.address, mail.receivers, content, lambda: _handing(record))
    except servers.Unsure as unsure:
        return _end(record, "unsure", unsure.message)
    except Refused as failed:
        return _again(found, failed, attempt)
    return _end(record, "sent", SOME_REFUSED.fill(people=", ".join(refused)) if refused else None)


def _claim(record: UUID) -> bool:
    """Begin the attempt: what an attempt before began to hand over and did not end is left open, not sent again."""
    with changes(system(VIA), "send") as tx:
        found = MailMessage._base_manager.select_for_update().filter(pk=record, deleted_at=None).first()
        if found is None or found.state not in {"queued", "sending"}:
            return False
        if found.owner_id is not None and not may_sign_in(found.owner_id):
            tx.set("mail_message", record, {"state": "failed", "problem": both(LEFT)})
            return False
        if MailHanding.objects.filter(pk=record).exists():
            MailHanding.objects.filter(pk=record).delete()
            tx.set("mail_message", record, {"state": "unsure", "problem": both(DIED)})
            return False
        tx.set("mail_message", record, {"state": "sending", "problem": None})
    return True


def _handing(record: UUID) -> None:
    """Note that the text goes out now; Fenced when another attempt has taken over."""
    with transaction.atomic():
        jobs.fence()
        MailHanding.objects.create(message_id=record)


def mail_of(message: MailMessage) -> Mail:
    """What goes over the wire."""
    box, before = message.mailbox, answered(message)
    known = [*_references(before), before.message_id] if before and before.message_id else []
    footer, headers = unsubscribing.parts(message.id)
    body = (message.body or "") + footer
    return Mail(
        message_id=message.message_id or "", sender=(box.sender_name or "", box.address),
        to=addresses.people(message.to), cc=addresses.people(message.cc), bcc=addresses.people(message.bcc),
        subject=message.subject, body=body, at=message.sent_at or clock.now(), references=known[-20:],
        files=[UUID(each["id"]) for each in message.attachments or ()], headers=headers,
    )  # fmt: skip


def _references(message: MailMessage) -> list[str]:
    found = MailSource.objects.filter(pk=message.id).first()
    if found is not None:
        return list(found.references)
    before = answered(message)
    return [before.message_id] if before and before.message_id else []


def _again(message: MailMessage, failed: Refused, attempt: int) -> str:
    if getattr(failed, "lasting", False) or attempt >= len(WAITS):
        if failed.code == "no_receiver":
            _comes_back(message, failed)
        return _end(message.id, "failed", failed.message)
    with changes(system(VIA), "send") as tx:
        MailHanding.objects.filter(pk=message.id).delete()
        tx.set("mail_message", message.id, {"state": "queued", "problem": both(LATER.fill(problem=failed.message))})
        jobs.defer(
            hand_over, after=WAITS[attempt], message=str(message.id), attempt=attempt + 1,
            lock=f"mailbox {message.mailbox_id}",
        )  # fmt: skip
    return "queued"


def _comes_back(message: MailMessage, failed: Refused) -> None:
    """The server knows the receivers for not being there."""
    with changes(system(VIA), "bounce") as tx:
        stopping.undelivered(tx, [address for _, address in addresses.people(message.to)], say(failed.message))


def _end(record: UUID, state: str, problem: T | None) -> str:
    with changes(system(VIA), "send") as tx:
        MailHanding.objects.filter(pk=record).delete()
        moment = {"sent_at": clock.now()} if state == "sent" else {}
        tx.set("mail_message", record, {"state": state, "problem": both(problem) if problem else None, **moment})
    return state


def both(text: T) -> dict[str, str]:
    """A text in both languages, as it is kept."""
    return {"en": say(text, "en")[:500], "zh": say(text, "zh")[:500]}
