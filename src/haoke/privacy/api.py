"""Consents over HTTP: the matrix of one person, and noting what he said."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from haoke.core import clock, jobs
from haoke.core.api.routes import Access, Answer, Call, Route
from haoke.core.text import T
from haoke.privacy import actions
from haoke.privacy.actions import Said, retaining
from haoke.privacy.jobs import retain_now
from haoke.privacy.queries import consents, processing, reach, register, retention


class OfPerson(BaseModel):
    """The record of a person."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    id: UUID


class Reaching(OfPerson):
    """A record somebody is reached by way of: by which channel, and at which moment or on which day."""

    channel: str | None = Field(None, max_length=20)
    at: AwareDatetime | None = None
    day: dt.date | None = None


class NewConsent(Said, OfPerson):
    """What the person said."""


def read_consents(call: Call) -> Answer:
    """What a person has consented to, channel by purpose, with all that was said."""
    return Answer(consents.matrix(call.actor, call.query.object, call.query.id))


def read_reach(call: Call) -> Answer:
    """What is to be known before the persons of a record are reached: how they wish to be, and what they said."""
    asked: Reaching = call.query
    found = reach.before_reaching(call.actor, asked.object, asked.id, asked.channel, asked.at or asked.day)
    return Answer({"items": found})


def note_consent(call: Call) -> Answer:
    """Note what a person said; withdrawing takes as little as giving."""
    body: NewConsent = call.body
    actions.note(call.actor, body.object, body.id, Said(**body.model_dump(exclude={"object", "id"})))
    return Answer(consents.matrix(call.actor, body.object, body.id), 201)


def read_register(_call: Call) -> Answer:
    """{objects, choices, missing}: every field that tells of persons, and what is said of it."""
    return Answer(register.register())


def read_register_file(call: Call) -> Answer:
    """The same as a workbook in both languages: the record of processing."""
    name = f'attachment; filename="processing-{clock.today():%Y%m%d}.xlsx"'
    return Answer(
        raw=processing.file_of(call.actor),
        content_type=XLSX,
        headers={"Content-Disposition": name, "X-Content-Type-Options": "nosniff"},
    )


def read_retention(call: Call) -> Answer:
    """{on, nightly, groups, holds}: what tonight would do, of which records and why; nothing is done."""
    return Answer(retention.tonight(call.actor))


def start_retention(call: Call) -> Answer:
    """Do at once what tonight would do: {job}."""
    return Answer({"job": str(jobs.defer(retain_now, actor=call.actor))}, status=202)


def hold_record(call: Call) -> Answer:
    """Keep a record from being erased."""
    retaining.hold(call.actor, call.body)
    return Answer(status=204)


def lift_hold(call: Call) -> Answer:
    """Let it go its way again."""
    retaining.lift(call.actor, call.body)
    return Answer(status=204)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TAG = "consents"
_ADMIN: dict[str, Any] = {"access": Access.ADMIN, "guarded": True, "tag": "privacy"}
_READS: dict[str, Any] = {"access": Access.OBJECT, "object": "personal_field", "verb": "read", "tag": "privacy"}
ROUTES = (
    Route("GET", "consents", read_consents, T("Consents of a person", "个人的同意记录"), query=OfPerson, tag=_TAG),
    Route("GET", "reach", read_reach, T("Before somebody is reached", "联系前须知"), query=Reaching, tag=_TAG),
    Route("POST", "consents", note_consent, T("Note a consent", "登记同意"), body=NewConsent, tag=_TAG),
    Route("GET", "privacy/register", read_register, T("Register of personal data", "个人信息清单"), **_READS),
    Route(
        "GET", "privacy/register.xlsx", read_register_file, T("Record of processing", "个人信息处理活动记录"), **_READS
    ),
    Route(
        "GET", "privacy/retention", read_retention, T("What tonight's retention would do", "试算今晚到期处理"), **_READS
    ),
    Route("POST", "privacy/retention", start_retention, T("Carry out the retention now", "立即处理到期信息"), **_ADMIN),
    Route("POST", "privacy/holds", hold_record, T("Keep a record", "保全记录"), body=retaining.Hold, **_ADMIN),
    Route("POST", "privacy/holds/lifted", lift_hold, T("Lift a hold", "解除保全"), body=retaining.OneRecord, **_ADMIN),
)
