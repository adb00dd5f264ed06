"""Endpoints of mail that belong to no single record."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.api.routes import Answer, Call, Route
from haoke.core.api.system import uuid_or_missing
from haoke.core.text import T
from haoke.inbox.mail import boxes, originals, outgoing, receivers, templates, watching
from haoke.inbox.mail.boxes import Trial
from haoke.inbox.mail.sequences import api as sequences


class OfRecord(BaseModel):
    """A record somebody writes from, and the words he types to find a receiver."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    id: UUID
    q: str = Field("", max_length=100)


class Filling(BaseModel):
    """A template and the record it is filled in from."""

    model_config = ConfigDict(extra="forbid")
    template: UUID
    object: str = Field(max_length=60)
    id: UUID


class Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid")


def read_presets(_call: Call) -> Answer:
    return Answer({"items": boxes.presets()})


def try_servers(call: Call) -> Answer:
    """Sign in to the servers once, before they are kept."""
    return Answer(boxes.attempt(call.actor, call.body))


def read_boxes(call: Call) -> Answer:
    """The mailboxes one may send from."""
    return Answer({"items": [boxes.shown(each) for each in outgoing.boxes(call.actor)]})


def read_states(call: Call) -> Answer:
    """Of each mailbox one may change: whether its password is there, when it was read, what is wrong."""
    return Answer({"items": boxes.states(call.actor)})


def read_original(call: Call) -> Answer:
    """A received mail with its pictures, as a page that can do nothing but show them."""
    page = originals.page(call.actor, uuid_or_missing(call.params["id"]))
    return Answer(raw=page.encode(), content_type="text/html; charset=utf-8", headers=originals.HEADERS)


def fill_template(call: Call) -> Answer:
    """A template with what the sender may read of a record."""
    body: Filling = call.body
    return Answer(templates.fill(call.actor, body.template, body.object, body.id))


def watch(call: Call) -> Answer:
    """Have one's mailboxes watched for some minutes, so that what comes is there within seconds."""
    return Answer({"watched": watching.watch(call.actor)})


def read_receivers(call: Call) -> Answer:
    return Answer({"items": receivers.offered(call.actor, call.query.object, call.query.id, call.query.q)})


_TAG = "mail"
ROUTES = (
    Route("GET", "mail/presets", read_presets, T("Known mail providers", "常用邮箱服务商"), tag=_TAG),
    Route(
        "POST", "mail/trials", try_servers, T("Try mail servers", "测试邮件服务器"), body=Trial, keyed=False, tag=_TAG
    ),
    Route("GET", "mail/boxes", read_boxes, T("Mailboxes to send from", "可用的发信邮箱"), tag=_TAG),
    Route("GET", "mail/receivers", read_receivers, T("Whom to write to", "可选收件人"), query=OfRecord, tag=_TAG),
    Route(
        "GET", "mail/originals/{id}", read_original, T("A mail with its pictures", "显示图片的邮件"), answer="bytes",
        tag=_TAG,
    ),
    Route("GET", "mail/states", read_states, T("State of mailboxes", "邮箱状态"), tag=_TAG),
    Route(
        "POST", "mail/fill", fill_template, T("Fill in a template", "套用模板"), body=Filling, keyed=False, tag=_TAG,
    ),
    Route(
        "POST", "mail/watch", watch, T("Wait for mail", "等待新邮件"), body=Nothing, keyed=False, looking=True,
        tag=_TAG,
    ),
    *sequences.ROUTES,
)  # fmt: skip
