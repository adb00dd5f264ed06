"""Steps taken with activities."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, cast
from uuid import UUID

import orjson
from pydantic import BaseModel, Field

from haoke.core import clock, registry
from haoke.core.errors import Denied, Missing
from haoke.identity import queries as company
from haoke.inbox.complaints.handling import COMPLAINT
from haoke.inbox.mail import templates
from haoke.inbox.mail.letters import send as send_letter
from haoke.inbox.mail.outgoing import draft_mail
from haoke.inbox.mail.sequences import consents
from haoke.inbox.models import Activity
from haoke.inbox.notices import calling, reasons
from haoke.inbox.notices.calling import Calls
from haoke.inbox.notices.making import Word, hears, tell
from haoke.inbox.notices.shipping import ensure_notice_rules
from haoke.inbox.rules import following
from haoke.inbox.visits.places import tied as links

if TYPE_CHECKING:
    from collections.abc import Iterable

    from haoke.core.records import Tx
    from haoke.core.text import T

__all__ = [
    "Complete", "Reschedule", "complete_activity", "ensure_notice_rules", "hears", "links", "log_activity",
    "mail_by_automation", "plan_next_contact", "relate", "reschedule_activity", "send_letter", "tell_by_automation",
]  # fmt: skip

#: What the next occurrence takes over from the one just done.
_REPEATED = ("subject", "kind", "body", "duration", "priority", "recurrence")


class Complete(Calls):
    """How an activity ended."""

    outcome: Literal["reached", "interested", "agreed", "no_answer", "not_interested", "done"] | None = None
    body: str | None = Field(default=None, max_length=20_000)
    next_contact: date | None = None


class Reschedule(BaseModel):
    """The new time."""

    due: datetime


def complete_activity(tx: Tx, record: Activity, data: Complete) -> dict[str, Any]:
    """Mark as done; plans the next contact and, if it repeats, the next occurrence ({next: id or None})."""
    given, calls = calling.parted(data.model_dump(exclude_none=True))
    if record.kind == COMPLAINT and "body" in given:
        given["solution"] = given.pop("body")  # the text of a complaint is what the customer said
    tx.update("activity", record, {"done": True, "done_at": tx.now, **given})
    calling.call(tx, record, "activity", calls)
    if data.next_contact:
        plan_next_contact(tx, record.id, data.next_contact)
    again = _repeat(tx, record)
    return {"next": str(again) if again else None}


def reschedule_activity(tx: Tx, record: Activity, data: Reschedule) -> None:
    """Move to another time; something already done becomes open again."""
    moved = {"stop": None} if record.stop is not None else {}
    tx.update("activity", record, {"due": data.due, "done": False} | moved)


def log_activity(tx: Tx, values: dict[str, Any], related: Iterable[tuple[str, UUID]]) -> Activity:
    """Create an activity about the records `related` [(object, id)] the actor sees, and plan their next contact."""
    plain, calls = calling.parted(values)
    activity = cast("Activity", tx.create("activity", plain))
    relate(tx, activity.id, related)
    calling.call(tx, activity, "activity", calls)
    if activity.next_contact:
        plan_next_contact(tx, activity.id, activity.next_contact)
    return activity


def relate(tx: Tx, activity: UUID, related: Iterable[tuple[str, UUID]]) -> None:
    """Tie an activity to records; Invalid for one the actor cannot see."""
    for key, record in dict.fromkeys(related):
        tx.add("activity_link", {"activity": activity, "object": key, "record": record})


def plan_next_contact(tx: Tx, activity: UUID, day: date) -> None:
    """Set `next_contact` of the records an activity is about, where they have one and the actor may change it."""
    for key, record in links(activity):
        if "next_contact" not in registry.fields(key):
            continue
        try:
            tx.update(key, record, {"next_contact": day})
        except (Denied, Missing):
            # Whoever may only read the customer still logs his call; the date then stands on the activity alone.
            continue


def _repeat(tx: Tx, record: Activity) -> UUID | None:
    if not (record.recurrence and record.due):
        return None
    due = following(record.recurrence, record.due, tx.now)
    if due is None:
        return None
    values = {name: getattr(record, name) for name in _REPEATED}
    again = tx.add("activity", {**values, "due": due, "owner": record.owner_id, "department": record.department_id})
    relate(tx, again.id, links(record.id))
    made: UUID = again.id
    return made


def tell_by_automation(
    people: Iterable[UUID],
    about: tuple[str, UUID],
    *,
    rule: UUID,
    name: str,
    text: str,
    mail: bool = False,
    topic: str = "",
) -> int:
    """Tell people of a record (object, id) what a rule says; who cannot see it is told nothing. How many were told.

    What has one topic is one notice for as long as it is unread.
    """
    note = orjson.dumps({"rule": name, "text": text}).decode()
    now = clock.now()
    return tell(
        Word(person, reasons.AUTOMATION, "automation", *about, now, rule=rule, mail=mail, note=note, topic=topic)
        for person in people
    )


def mail_by_automation(tx: Tx, about: tuple[str, UUID], *, mailbox: UUID, template: UUID, to: str) -> UUID | T:
    """Send a template filled in for a record (object, id) from a mailbox of the actor's; the message's id, or why not:
    the company writes only to those who agreed, and whoever bears the address has not."""
    if company.only_agreed() and (why := consents.against(to)):
        return why
    filled = templates.fill(tx.actor, template, *about)
    made = draft_mail(tx, {"mailbox": mailbox, "to": to, **filled}, [about])
    tx.run("mail_message", made.id, "send")
    sent: UUID = made.id
    return sent
