"""Consents over HTTP: the matrix of one person, and noting what he said."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.api.routes import Answer, Call, Route
from haoke.core.text import T
from haoke.privacy import actions
from haoke.privacy.actions import Said
from haoke.privacy.queries import consents


class OfPerson(BaseModel):
    """The record of a person."""

    model_config = ConfigDict(extra="forbid")
    object: str = Field(max_length=60)
    id: UUID


class NewConsent(Said, OfPerson):
    """What the person said."""


def read_consents(call: Call) -> Answer:
    """What a person has consented to, channel by purpose, with all that was said."""
    return Answer(consents.matrix(call.actor, call.query.object, call.query.id))


def note_consent(call: Call) -> Answer:
    """Note what a person said; withdrawing takes as little as giving."""
    body: NewConsent = call.body
    actions.note(call.actor, body.object, body.id, Said(**body.model_dump(exclude={"object", "id"})))
    return Answer(consents.matrix(call.actor, body.object, body.id), 201)


_TAG = "consents"
ROUTES = (
    Route("GET", "consents", read_consents, T("Consents of a person", "个人的同意记录"), query=OfPerson, tag=_TAG),
    Route("POST", "consents", note_consent, T("Note a consent", "登记同意"), body=NewConsent, tag=_TAG),
)
