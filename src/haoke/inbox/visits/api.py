"""Endpoints of visits that are no record."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haoke.core.api.routes import Answer, Call, Route
from haoke.core.text import T
from haoke.inbox.visits import ordering, reading


class OfVisit(BaseModel):
    model_config = ConfigDict(extra="forbid")
    activity: UUID


class Stops(BaseModel):
    """One's visits of a day in the order in which they are made."""

    model_config = ConfigDict(extra="forbid")
    ids: list[UUID] = Field(min_length=1, max_length=reading.MOST)


def order_day(call: Call) -> Answer:
    """{items: ids}: one's own visits, each with its place as its stop."""
    return Answer({"items": ordering.order(call.actor, call.body.ids)})


def read_day(call: Call) -> Answer:
    return Answer(reading.day(call.actor))


def read_about(call: Call) -> Answer:
    """Where somebody checked in and out: the visitor's own, and of people who report to the caller."""
    return Answer(reading.about(call.actor, call.query.activity))


ROUTES = (
    Route("GET", "visits/today", read_day, T("My visits today", "我今天的拜访"), own=True, tag="visits"),
    Route("POST", "visits/order", order_day, T("Order my visits", "调整拜访顺序"), body=Stops, tag="visits"),
    Route("GET", "visits/about", read_about, T("Where a visit was", "签到位置"), query=OfVisit, tag="visits"),
)
