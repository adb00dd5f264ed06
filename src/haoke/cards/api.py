"""Business cards over HTTP: what a text says, who is here already, and keeping what one made of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.cards import actions, jobs, queries, rules
from haoke.cards.queries import pictures
from haoke.cards.rules.reading import CONTACT, LINES, WIDTH
from haoke.core import registry
from haoke.core.api.routes import Answer, Call, Route
from haoke.core.records import reading
from haoke.core.text import T


class TextBody(BaseModel):
    """A signature or a card typed off, line by line."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=LINES * WIDTH)


class MatchBody(BaseModel):
    """What stands in the form, by field."""

    model_config = ConfigDict(extra="forbid")
    contact: dict[str, Any] = Field(default_factory=dict, max_length=60)
    account: dict[str, Any] = Field(default_factory=dict, max_length=60)


def read_text(call: Call) -> Answer:
    """{lines, fields, others} of a card's text; nothing is kept of it."""
    return Answer(queries.told(call.actor, rules.read(call.body.text.splitlines())))


class PhotoBody(BaseModel):
    """`file`: as uploading it answered."""

    model_config = ConfigDict(extra="forbid")
    file: UUID


class ReadingBody(BaseModel):
    """`job`: as starting to read a photo answered."""

    model_config = ConfigDict(extra="forbid")
    job: UUID


def read_reader(_: Call) -> Answer:
    """{ready}: whether photos can be read here."""
    return Answer({"ready": pictures.available()})


def read_photo(call: Call) -> Answer:
    """{job} that reads an uploaded photo."""
    return Answer({"job": str(jobs.start(call.actor, call.body.file))}, 202)


def take_reading(call: Call) -> Answer:
    """{lines, fields, others} of a photo that has been read, once; then nothing is kept of it."""
    return Answer(jobs.take(call.actor, call.body.job))


def find_matches(call: Call) -> Answer:
    """{contacts, accounts} that are likely those of the card."""
    return Answer(queries.matches(call.actor, call.body.contact, call.body.account))


def keep_card(call: Call) -> Answer:
    """{contact, account, change}: the contact of a card and its account, written at once."""
    contact, account, change = actions.keep(call.actor, call.body)
    made = reading.read_made(call.actor, registry.get(CONTACT), contact)
    return Answer({"contact": made, "account": account and str(account), "change": str(change)}, 201)


ROUTES = (
    Route(
        "POST", "cards/text", read_text, T("Read the text of a card", "识别名片文字"), body=TextBody, keyed=False,
        tag="cards",
    ),
    Route(
        "GET", "cards/reader", read_reader, T("Whether photos of cards can be read", "是否可识别名片图片"), tag="cards"
    ),
    Route(
        "POST", "cards/photos", read_photo, T("Read the photo of a card", "识别名片图片"), body=PhotoBody, tag="cards"
    ),
    Route(
        "POST", "cards/readings", take_reading, T("What a card's photo says", "名片图片识别结果"), body=ReadingBody,
        keyed=False, tag="cards",
    ),
    Route(
        "POST", "cards/matches", find_matches, T("Who of a card is here already", "名片查重"), body=MatchBody,
        keyed=False, tag="cards",
    ),
    Route("POST", "cards", keep_card, T("Keep a card", "保存名片"), body=actions.CardBody, tag="cards"),
)  # fmt: skip
