"""Endpoints of sequences that belong to no single record of an object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.api.system import uuid_or_missing
from haoke.core.errors import Missing
from haoke.core.text import T
from haoke.inbox.mail import addresses
from haoke.inbox.mail.sequences import blocks, enrolling, reading, unsubscribing

if TYPE_CHECKING:
    from collections.abc import Callable


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OfRecord(_Strict):
    """A record."""

    object: str = Field(max_length=60)
    id: UUID


class Address(OfRecord):
    """An address of a record."""

    address: str = Field(max_length=254)


class OfSequence(_Strict):
    """A sequence, a state to narrow it to, and where the page before ended."""

    sequence: UUID
    state: str | None = Field(None, max_length=20)
    cursor: str | None = Field(None, max_length=2000)


class Receivers(_Strict):
    """Whom a mail is to go to, as typed."""

    people: list[Annotated[str, Field(max_length=500)]] = Field(max_length=addresses.MOST)


class Nothing(_Strict):
    pass


def read_of_record(call: Call) -> Answer:
    """The sequences a record is or was in, and which of its addresses are not written to."""
    return Answer(reading.of_record(call.actor, call.query.object, call.query.id))


def read_of_sequence(call: Call) -> Answer:
    """Who is in a sequence."""
    return Answer(reading.of_sequence(call.actor, call.query.sequence, call.query.cursor, call.query.state))


def read_figures(call: Call) -> Answer:
    """How a sequence goes: how many are where, and of each mail how many were sent, answered, stopped."""
    return Answer(reading.figures(call.actor, uuid_or_missing(call.params["id"])))


def preview(call: Call) -> Answer:
    """The mails a record would be sent."""
    return Answer(enrolling.preview(call.actor, call.body))


def refrain(call: Call) -> Answer:
    """Keep an address of a record out of all sequences."""
    enrolling.refrain(call.actor, call.body.object, call.body.id, call.body.address)
    return Answer({})


def warn(call: Call) -> Answer:
    """Which receivers of a mail want none, or got none before; `notes`: what else is to be known of them."""
    found = [address for _, address in addresses.seen(call.body.people)]
    return Answer({"items": blocks.warned(call.actor, found), "notes": blocks.notes(call.actor, found)})


def enrol(call: Call) -> Answer:
    """Put records into a sequence; who cannot be is named with the reason."""
    return Answer(enrolling.enrol(call.actor, call.body))


def _step(act: Callable[..., None]) -> Callable[[Call], Answer]:
    def handle(call: Call) -> Answer:
        act(call.actor, uuid_or_missing(call.params["id"]))
        return Answer({})

    return handle


def ask_to_leave(call: Call) -> Answer:
    """The page behind the link in a mail."""
    return _page(unsubscribing.asked, call)


def leave(call: Call) -> Answer:
    """Its button, and what mail programs call by themselves (RFC 8058)."""
    return _page(unsubscribing.leave, call)


def _page(make: Callable[[str], str], call: Call) -> Answer:
    try:
        page, status = make(call.params["token"]), 200
    except Missing:
        page, status = unsubscribing.lost(), 404
    headers = unsubscribing.HEADERS
    return Answer(raw=page.encode(), status=status, content_type="text/html; charset=utf-8", headers=headers)


_TAG = "mail"
ROUTES = (
    Route(
        "GET", "mail/follow-ups", read_of_record, T("Follow-ups of a record", "记录的邮件跟进"), query=OfRecord,
        tag=_TAG,
    ),
    Route("POST", "mail/follow-ups", enrol, T("Follow up by mail", "加入邮件跟进"), body=enrolling.Several, tag=_TAG),
    Route(
        "POST", "mail/follow-ups/preview", preview, T("Preview follow-up mails", "预览跟进邮件"), body=enrolling.One,
        keyed=False, tag=_TAG,
    ),
    Route(
        "POST", "mail/follow-ups/refrain", refrain, T("Write no more to an address", "不再向地址发信"), body=Address,
        tag=_TAG,
    ),
    Route(
        "POST", "mail/warnings", warn, T("Who would rather get no mail", "不宜发信的收件人"), body=Receivers,
        keyed=False, tag=_TAG,
    ),
    Route("POST", "mail/follow-ups/{id}/pause", _step(reading.pause), T("Pause", "暂停"), body=Nothing, tag=_TAG),
    Route("POST", "mail/follow-ups/{id}/resume", _step(reading.resume), T("Go on", "继续"), body=Nothing, tag=_TAG),
    Route("POST", "mail/follow-ups/{id}/end", _step(reading.end), T("End", "结束"), body=Nothing, tag=_TAG),
    Route(
        "GET", "mail/follow-ups/people", read_of_sequence, T("Who is in a sequence", "序列中的跟进对象"),
        query=OfSequence, tag=_TAG,
    ),
    Route("GET", "mail/follow-ups/figures/{id}", read_figures, T("Figures of a sequence", "序列统计"), tag=_TAG),
    Route(
        "GET", "mail/unsubscribe/{token}", ask_to_leave, T("Page to unsubscribe", "退订页面"), Access.PUBLIC,
        answer="bytes", tag=_TAG,
    ),
    Route(
        "POST", "mail/unsubscribe/{token}", leave, T("Unsubscribe", "退订"), Access.PUBLIC, answer="bytes", keyed=False,
        form=True, tag=_TAG,
    ),
)  # fmt: skip
