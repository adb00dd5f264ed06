"""Who has had a record."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from haoke.core.api.routes import Answer, Call, Route
from haoke.core.text import T
from haoke.pools import queries


class OfRecord(BaseModel):
    model_config = ConfigDict(extra="forbid")
    object: str
    id: UUID


def read_ownership(call: Call) -> Answer:
    """{items, more} of a record the caller sees."""
    return Answer(queries.history(call.actor, call.query.object, call.query.id))


ROUTES = (
    Route("GET", "ownership", read_ownership, T("Who has had a record", "记录的归属历史"), query=OfRecord, tag="pools"),
)
